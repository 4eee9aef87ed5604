package dev.portcullis.bootstrap.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.testkit.browser.Browser;
import dev.portcullis.testkit.browser.Browser.ColorScheme;
import dev.portcullis.testkit.browser.Illustration;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

/** What people do with the pages: a real Chromium, the real gateway, the emulated tenant. */
class PagesInTheBrowserTest {

  private static final String WRONG = "not the password";

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
    speaking("en");
    browser.sized(1280, 900).preferring(ColorScheme.LIGHT).go(pages.page("/login"));
  }

  @AfterEach
  void stop() {
    pages.close();
  }

  private static void speaking(String languages) {
    ChromeDriver driver = (ChromeDriver) browser.driver();
    driver.executeCdpCommand("Network.enable", Map.of());
    driver.executeCdpCommand(
        "Network.setExtraHTTPHeaders", Map.of("headers", Map.of("Accept-Language", languages)));
  }

  private void logIn(String user, String password) {
    fill("#username", user);
    fill("#password", password);
    browser.press("form", "Log in");
  }

  private static void fill(String css, String text) {
    browser.find(css).clear();
    browser.find(css).sendKeys(text);
  }

  @Test
  void the_readme_shows_the_login_page() {
    browser.sized(Illustration.WIDTH, 760).go(pages.page("/login"));
    fill("#username", DemoTenant.ALICE);
    fill("#password", DemoTenant.ALICE_PASSWORD);

    Illustration.show(browser, Path.of("..", "docs", "images", "login-page.png"));
  }

  @Test
  void a_user_logs_in_and_out() {

    logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD);

    browser.awaitText("h1", "You are logged in").awaitText(".lead", DemoTenant.ALICE);
    browser.press("form", "Log out").awaitText("h1", "You are logged out");
    browser.go(pages.page("/login/done")).awaitText("h1", "Log in");
    assertThat(browser.consoleErrors()).isEmpty();
  }

  @Test
  void a_user_comes_back_to_where_the_login_was_asked_for() {
    browser.go(pages.page("/login?return_to=%2Fsession"));

    logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD);

    browser.awaitText("body", "\"authenticated\":true");
    assertThat(browser.text("body")).contains(DemoTenant.ALICE).doesNotContain("eyJ");
    assertThat(browser.driver().getCurrentUrl()).endsWith("/session");
  }

  @Test
  void a_wrong_password_is_said_and_the_name_stays() {
    logIn(DemoTenant.ALICE, WRONG);

    browser.awaitText("#alert", "Wrong username or password");
    assertThat(browser.find("#username").getDomProperty("value")).isEqualTo(DemoTenant.ALICE);
    assertThat(browser.find("#password").getDomProperty("value")).isEmpty();
    assertThat(browser.driver().switchTo().activeElement().getDomAttribute("id"))
        .isEqualTo("password");
  }

  @Test
  void a_leaked_password_ends_in_a_new_one() {
    logIn(DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD);
    browser.awaitText("h1", "no longer safe").awaitText(".lead", "We have sent a message");

    String link = pages.mailed(SentMail.Kind.PASSWORD_RESET);
    browser.go(URI.create(link));
    browser.find("[name=password]").sendKeys("a new one that nobody knows");
    browser.find(By.tagName("button")).click();
    browser.awaitText("body", "Your password has been changed");
    browser.go(pages.page("/login"));
    logIn(DemoTenant.LEAKY, "a new one that nobody knows");

    browser.awaitText("h1", "You are logged in");
  }

  @Test
  void a_block_is_lifted_by_the_link_in_the_mail() {
    for (int i = 0; i < 10; i++) {
      logIn(DemoTenant.BOB, WRONG);
      browser.awaitText("#alert", "Wrong username or password");
    }
    logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD);
    browser
        .awaitText("h1", "Login is blocked")
        .awaitText(".steps", "the link in it lifts the block");

    browser.go(URI.create(pages.mailed(SentMail.Kind.BLOCKED_ACCOUNT)));
    browser.find(By.tagName("button")).click();
    browser.awaitText("body", "no longer blocked");
    browser.go(pages.page("/login"));
    logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD);

    browser.awaitText("h1", "You are logged in");
  }

  @Test
  void a_forgotten_password_is_replaced() {
    browser.find(By.linkText("Forgot your password?")).click();
    browser.awaitText("h1", "Forgot your password?");
    fill("#username", DemoTenant.ALICE);
    browser.press("form", "Send the link").awaitText("h1", "Check your mail");

    browser.go(URI.create(pages.mailed(SentMail.Kind.PASSWORD_RESET)));
    browser.find("[name=password]").sendKeys("remembered this time");
    browser.find(By.tagName("button")).click();
    browser.awaitText("body", "Your password has been changed");
    browser.go(pages.page("/login"));
    logIn(DemoTenant.ALICE, "remembered this time");

    browser.awaitText("h1", "You are logged in");
  }

  @Test
  void a_page_at_localhost_leads_to_the_origin_and_logs_in() {
    URI there = pages.page("/login?return_to=%2Fsession");
    browser.go(URI.create(there.toString().replace("127.0.0.1", "localhost")));

    logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD);

    browser.awaitText("body", "\"authenticated\":true");
    assertThat(browser.driver().getCurrentUrl()).isEqualTo(pages.page("/session").toString());
  }

  @Test
  void a_form_at_another_address_explains_where_to_log_in() {
    URI there = pages.page("/login?at_origin=1");
    browser.go(URI.create(there.toString().replace("127.0.0.1", "localhost")));

    logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD);

    browser.awaitText("h1", "Please log in at another address");
    browser.awaitText(".lead", "http://localhost:").awaitText(".lead", pages.page("").toString());
    browser.find(By.linkText("Go to the login")).click();
    logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD);
    browser.awaitText("h1", "You are logged in");
  }

  @Test
  void the_second_tab_knows_of_the_login_in_the_first() {
    String first = browser.driver().getWindowHandle();
    browser.driver().switchTo().newWindow(WindowType.TAB);
    browser.go(pages.page("/login?return_to=%2Fsession"));
    String second = browser.driver().getWindowHandle();
    browser.driver().switchTo().window(first);
    logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD);
    browser.awaitText("h1", "You are logged in");

    browser.driver().switchTo().window(second);
    logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD);

    browser.awaitText("body", "\"authenticated\":true");
    browser.driver().close();
    browser.driver().switchTo().window(first);
  }

  @Test
  void a_tenant_that_is_gone_is_nobodys_fault() {
    pages.tenant.close();

    logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD);

    browser.awaitText("h1", "Login is not available");
  }

  @Test
  void the_keyboard_is_enough() {
    assertThat(browser.driver().switchTo().activeElement().getDomAttribute("id"))
        .isEqualTo("username");

    browser.type(DemoTenant.ALICE).tabTo("#password").type(DemoTenant.ALICE_PASSWORD);
    browser.tabTo(".show").type(Keys.SPACE);
    assertThat(browser.find(".show").getAccessibleName()).isEqualTo("Show password");
    assertThat(browser.find(".show").getDomAttribute("aria-pressed")).isEqualTo("true");
    assertThat(browser.find("#password").getDomAttribute("type")).isEqualTo("text");
    browser.tabTo("button.primary").type(Keys.ENTER);

    browser.awaitText("h1", "You are logged in").tabTo("button").type(Keys.ENTER);
    browser.awaitText("h1", "You are logged out");
  }

  @Test
  void the_tab_key_goes_from_top_to_bottom() {
    browser.find("#username").click();

    List<String> order = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      browser.type(Keys.TAB);
      order.add(browser.driver().switchTo().activeElement().getAccessibleName());
    }

    assertThat(order)
        .containsExactly("Password", "Show password", "Log in", "Forgot your password?");
  }

  @Test
  void nothing_needs_javascript() {
    try (Browser plain = Browser.withoutJavaScript()) {
      plain.go(pages.page("/login"));
      assertThat(plain.find(".show").isDisplayed()).isFalse();
      plain.find("#username").sendKeys(DemoTenant.ALICE);
      plain.find("#password").sendKeys(DemoTenant.ALICE_PASSWORD);
      plain.press("form", "Log in").awaitText("h1", "You are logged in");
      plain.press("form", "Log out").awaitText("h1", "You are logged out");
    }
  }

  @Test
  void a_page_of_another_origin_cannot_post_the_login() {
    String form =
        "<form method=post action="
            + pages.page("/login")
            + "><input name=username value=eve><input name=password value=p>"
            + "<button>Win</button></form>";
    browser.go(
        URI.create(
            "data:text/html;base64," + Base64.getEncoder().encodeToString(form.getBytes(UTF_8))));

    browser.press("form", "Win");

    browser.awaitText("#alert", "came from another page");
    assertThat(pages.tenant.tenant().received()).isEmpty();
  }

  @Test
  void a_german_reads_german() {
    speaking("de-AT,de;q=0.9,en;q=0.5");
    browser.go(pages.page("/login"));

    fill("#username", DemoTenant.ALICE);
    fill("#password", WRONG);
    browser.press("form", "Anmelden").awaitText("#alert", "ist falsch");

    assertThat(browser.find("html").getDomAttribute("lang")).isEqualTo("de");
  }

  @Test
  void a_user_chooses_another_language() {
    for (String[] language :
        new String[][] {
          {"Français", "fr", "Connexion"},
          {"Español", "es", "Iniciar sesión"},
          {"Deutsch", "de", "Anmelden"},
          {"English", "en", "Log in"}
        }) {
      browser.find(By.linkText(language[0])).click();

      browser.awaitText("h1", language[2]);
      assertThat(browser.find("html").getDomAttribute("lang")).isEqualTo(language[1]);
    }
  }

  @Test
  void text_that_looks_like_a_script_is_text() {
    logIn("<script>document.title='owned'</script>\"><img src=x onerror=alert(1)>", WRONG);

    browser.awaitText("#alert", "Wrong username or password");
    assertThat(browser.driver().getTitle()).isEqualTo("Log in – Portcullis");
    assertThat(browser.find("#username").getDomProperty("value")).contains("onerror=alert(1)");
    assertThat(browser.has("img[src=x]")).isFalse();
  }
}
