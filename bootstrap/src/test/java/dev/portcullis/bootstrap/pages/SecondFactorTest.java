package dev.portcullis.bootstrap.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.MfaPolicy;
import dev.portcullis.emulator.tenant.UserDefinition;
import dev.portcullis.testkit.browser.Browser;
import dev.portcullis.testkit.browser.Browser.ColorScheme;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.JavascriptExecutor;

/** The second step of a login, as a user takes it. */
class SecondFactorTest {

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  @SuppressWarnings("NullAway.Init")
  private static Browser browser;

  private final PagesFixture pages = new PagesFixture();

  @BeforeAll
  static void open() {
    browser = Browser.open();
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void anew() {
    browser.driver().manage().deleteAllCookies();
    browser.sized(1280, 900).preferring(ColorScheme.LIGHT).go(pages.page("/login"));
  }

  @AfterEach
  void stop() {
    pages.close();
  }

  private static void logIn(String user, String password) {
    browser.find("#username").sendKeys(user);
    browser.find("#password").sendKeys(password);
    browser.press("form", "Log in");
  }

  private static void enter(String code) {
    browser.find("#code").clear();
    browser.find("#code").sendKeys(code);
    browser.press("form", "Confirm");
  }

  /** A choice is as high as its texts below each other: its chevron stands beside them. */
  private static void expectChoicesInOneColumn() {
    browser.sized(360, 740);
    Object tooHigh =
        ((JavascriptExecutor) browser.driver())
            .executeScript(
                """
                const high = element => {
                  const range = document.createRange();
                  range.selectNodeContents(element);
                  return range.getBoundingClientRect().height;
                };
                return [...document.querySelectorAll('.choice')].filter(choice => {
                  const style = getComputedStyle(choice);
                  const room = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom) + 6;
                  return choice.offsetHeight > Math.max(56, high(choice) + room);
                }).map(choice => choice.textContent);
                """);
    browser.sized(1280, 900);
    assertThat(tooHigh).asInstanceOf(InstanceOfAssertFactories.LIST).isEmpty();
  }

  /** What an authenticator app shows (RFC 6238). */
  private static String totp(String secret) throws GeneralSecurityException {
    long bits = 0;
    int have = 0;
    ByteBuffer key = ByteBuffer.allocate(secret.length() * 5 / 8);
    for (int i = 0; i < secret.length(); i++) {
      bits = bits << 5 | BASE32.indexOf(secret.charAt(i));
      have += 5;
      if (have >= 8) {
        have -= 8;
        key.put((byte) (bits >> have));
      }
    }
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key.array(), "RAW"));
    long step = Instant.now().getEpochSecond() / 30;
    byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
    int code = ByteBuffer.wrap(hash, hash[hash.length - 1] & 0xf, 4).getInt() & 0x7fffffff;
    return String.format(Locale.ROOT, "%06d", code % 1_000_000);
  }

  @Test
  void a_code_of_the_app_ends_the_login() throws Exception {
    logIn(DemoTenant.MIA, DemoTenant.MIA_PASSWORD);
    browser.awaitText("h1", "Confirm that it is you");
    expectChoicesInOneColumn();

    browser.find(By.partialLinkText("Authenticator app")).click();
    enter("000000");
    browser.awaitText("#alert", "wrong or has expired");
    enter(totp(DemoTenant.MIA_OTP_SECRET));

    browser.awaitText("h1", "You are logged in").awaitText(".lead", DemoTenant.MIA);
    assertThat(browser.driver().manage().getCookieNamed("portcullis-pending")).isNull();
  }

  @Test
  void a_code_in_a_text_ends_it_too() {
    logIn(DemoTenant.MIA, DemoTenant.MIA_PASSWORD);
    browser.awaitText("h1", "Confirm that it is you");

    browser.find(By.xpath("//button[contains(.,'Text message')]")).click();
    browser.awaitText(".lead", "sent you a code");
    enter(pages.mailed(SentMail.Kind.MFA_SMS));

    browser.awaitText("h1", "You are logged in");
  }

  @Test
  void a_recovery_code_is_replaced_and_the_new_one_is_shown_once() {
    logIn(DemoTenant.MIA, DemoTenant.MIA_PASSWORD);
    browser.awaitText("h1", "Confirm that it is you");

    browser.find(By.linkText("Recovery code")).click();
    enter(DemoTenant.MIA_RECOVERY_CODE);
    browser.awaitText("h1", "Keep your new recovery code");
    String next = browser.text("code");
    assertThat(next).isNotBlank().isNotEqualTo(DemoTenant.MIA_RECOVERY_CODE);
    browser.find(By.linkText("Continue")).click();

    browser.awaitText("h1", "You are logged in");
    assertThat(browser.driver().getPageSource()).doesNotContain(next);
  }

  @Test
  void a_user_without_a_factor_sets_one_up() throws Exception {
    try (PagesFixture strict = PagesFixture.with(seed -> seed.mfaPolicy(MfaPolicy.ALWAYS))) {
      browser.go(strict.page("/login"));
      logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD);
      browser.awaitText("h1", "Protect your account");

      browser.find("button[value=otp]").click();
      browser.awaitText("h1", "Set up your app");
      assertThat(browser.has("svg path")).isTrue();
      enter(totp(browser.text(".secret code")));

      browser.awaitText("h1", "You are logged in");
    }
  }

  @Test
  void a_notification_is_answered_on_the_phone() {
    UserDefinition pat =
        UserDefinition.of(
                "auth0|pat", DemoTenant.CONNECTION, "pat@example.com", "pushed in the right way")
            .withFactors(new Factor.Push("Pat's phone"));
    try (PagesFixture pushing = PagesFixture.with(seed -> seed.user(pat))) {
      browser.go(pushing.page("/login"));
      logIn("pat@example.com", "pushed in the right way");
      browser.find(By.xpath("//button[contains(.,'Notification on your phone')]")).click();
      browser.awaitText("h1", "Look at your phone");
      browser.press("form", "I have allowed it").awaitText("#alert", "has not answered yet");

      pushing.tenant.tenant().answerPush(pushing.mailed(SentMail.Kind.MFA_PUSH), true);

      // By itself: the page asks.
      browser.awaitText("h1", "You are logged in");
      assertThat(browser.consoleErrors()).noneMatch(line -> line.contains("Content Security"));
    }
  }

  @Test
  void a_notification_that_is_turned_down_ends_the_login() {
    UserDefinition pat =
        UserDefinition.of(
                "auth0|pat", DemoTenant.CONNECTION, "pat@example.com", "pushed in the right way")
            .withFactors(new Factor.Push("Pat's phone"));
    try (PagesFixture pushing = PagesFixture.with(seed -> seed.user(pat))) {
      browser.go(pushing.page("/login"));
      logIn("pat@example.com", "pushed in the right way");
      browser.find(By.xpath("//button[contains(.,'Notification on your phone')]")).click();
      browser.awaitText("h1", "Look at your phone");
      pushing.tenant.tenant().answerPush(pushing.mailed(SentMail.Kind.MFA_PUSH), false);

      browser.press("form", "I have allowed it");

      browser.awaitText("h1", "The login was turned down");
    }
  }

  @Test
  void the_browser_never_sees_the_token_of_the_waiting_login() {
    logIn(DemoTenant.MIA, DemoTenant.MIA_PASSWORD);
    browser.awaitText("h1", "Confirm that it is you");

    assertThat(browser.driver().getPageSource()).doesNotContain("mfa_token").doesNotContain("Fe26");
    assertThat(browser.driver().manage().getCookieNamed("portcullis")).isNull();
  }
}
