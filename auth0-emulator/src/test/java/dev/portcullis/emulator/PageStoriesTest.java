package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.API_AUDIENCE;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.CONNECTION;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.UNTRUSTED_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.UNTRUSTED_CLIENT_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.UserDefinition;
import dev.portcullis.testkit.browser.Browser;
import dev.portcullis.testkit.browser.Browser.ColorScheme;
import dev.portcullis.testkit.browser.Illustration;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The page as people see it, in a real browser. */
@Timeout(120)
class PageStoriesTest {

  private static final String HERE = "203.0.113.7";
  private static final String PIA = "pia@example.com";
  private static final String PIA_PASSWORD = "pia's password";
  private static final String ALICES_CARD = "[data-user='" + ALICE + "']";

  private static Browser browser;

  private final Auth0Emulator emulator =
      Auth0Emulator.start(
          TestSettings.at(new TestClock())
              .withTenant(
                  TenantDefinition.demo().toBuilder()
                      .user(
                          UserDefinition.of("auth0|pia", CONNECTION, PIA, PIA_PASSWORD)
                              .withFactors(new Factor.Push("Pia's phone")))
                      .build()));
  private final Client client = new Client(emulator);

  @BeforeAll
  static void openBrowser() {
    browser = Browser.open();
  }

  @AfterAll
  static void closeBrowser() {
    if (browser != null) {
      browser.close();
    }
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void a_blocked_user_is_seen_and_unblocked_with_one_click() {
    block(ALICE);

    open("");
    browser.awaitText(ALICES_CARD, "blocks logins from " + HERE);
    browser.press(ALICES_CARD, "Unblock");

    browser.awaitText("#notice", ALICE + " is no longer blocked");
    assertThat(browser.text(ALICES_CARD)).doesNotContain("blocks logins");
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
    assertThat(browser.consoleErrors()).isEmpty();
  }

  @Test
  void a_block_appears_without_a_reload() {
    open("");

    block(ALICE);

    browser.awaitText(ALICES_CARD, "blocks logins from " + HERE);
    browser.awaitText("#views", "1 blocked");
  }

  @Test
  void a_role_is_made_given_a_permission_and_assigned_and_decides_about_tokens() {
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.api(
                    tenant.build().api(API_AUDIENCE).orElseThrow().withEnforcePolicies(true)));
    Map<String, String> login =
        with(
            with(Client.login(ALICE, ALICE_PASSWORD), "audience", API_AUDIENCE),
            "scope",
            "read:orders write:orders");
    String card = "[data-role=Reader]";

    open("/ui/roles");
    browser.find(By.linkText("New role")).click();
    browser.find("#edit-name").sendKeys("Reader");
    browser.press("main", "Create");
    browser.awaitText("#notice", "Saved: Reader.");
    browser.find(card + " select").sendKeys("read:orders");
    browser.press(card, "Add");
    browser.awaitText(card, "read:orders of " + API_AUDIENCE);
    String before = client.token(login).json().path("scope").asText();
    browser.find(card + " input[list]").sendKeys(ALICE);
    browser.press(card, "Assign");
    browser.awaitText("#notice", ALICE + " has the role now.");
    String granted = client.token(login).json().path("scope").asText();
    browser.press(card, "Take away");
    browser.awaitText("#notice", "no longer has the role");
    String after = client.token(login).json().path("scope").asText();

    assertThat(before).isEmpty();
    assertThat(granted).isEqualTo("read:orders");
    assertThat(after).isEmpty();
    browser.expectAccessible();
    assertThat(browser.consoleErrors()).isEmpty();
  }

  @Test
  void a_reset_is_sent_followed_and_used() {
    open("");

    browser.press(ALICES_CARD, "Send reset");
    browser.awaitText("#notice", "was sent to " + ALICE);
    open("/ui/mail");
    browser.find("[data-to='" + ALICE + "'] a").click();
    browser.find("input[type=password]").sendKeys("a brand new password", Keys.ENTER);

    browser.awaitText("main", "has been changed");
    assertThat(client.logIn(ALICE, "a brand new password", HERE).status()).isEqualTo(200);
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(403);
  }

  @Test
  void the_next_request_of_an_application_no_longer_trusted_shows_why_its_header_is_ignored() {
    client.logIn(ALICE, ALICE_PASSWORD, HERE);
    open("/ui/requests");
    browser.awaitText("#requests tr:first-child", "used: " + HERE);

    open("/ui/applications");
    browser.press("[data-client=" + GATEWAY_CLIENT_ID + "]", "Switch off");
    browser.awaitText("#notice", "Trust Token Endpoint IP Header is off: Login gateway");
    client.logIn(ALICE, ALICE_PASSWORD, HERE);

    open("/ui/requests");
    browser.awaitText("#requests tr:first-child", "ignored: the application is not trusted");
    browser.awaitText("#requests tr:first-child", "Switch on Trust Token Endpoint IP Header.");
  }

  @Test
  void the_flag_cannot_be_switched_where_auth0_does_not_allow_it() {
    String card = "[data-client=" + GATEWAY_CLIENT_ID + "]";
    open("/ui/applications");

    browser.press(card, "Switch off");
    browser.awaitText("#notice", "Trust Token Endpoint IP Header is off: Login gateway");
    browser.find(card + " select").sendKeys("none");
    browser.press(card, "Set");

    browser.awaitText("#notice", "authenticates with none");
    browser.awaitText(card, "It cannot be switched on. Auth0 trusts the header only");
    assertThat(browser.text(card)).doesNotContain("Switch on");
  }

  @Test
  void the_log_is_filtered_unfolded_and_updates_automatically() {
    client.logIn(ALICE, ALICE_PASSWORD, HERE);
    client.logIn(BOB, "wrong", "198.51.100.9");

    open("/ui/log?type=fp");
    assertThat(browser.text("#log")).contains(BOB, "198.51.100.9").doesNotContain(ALICE);
    browser.find("#log summary").click();
    browser.awaitText("#log pre", "\"log_id\"");
    client.logIn(ALICE, "wrong", HERE);

    browser.awaitText("#log tr:first-child", ALICE);
    browser.awaitText("#log tr:last-child pre", "\"log_id\"");
    open("/ui/log?q=" + Client.encoded("type:sepft AND ip:203.0.113.*"));
    assertThat(browser.text("#log")).contains(ALICE, "127.0.0.1").doesNotContain(BOB);
    open("/ui/log?q=" + Client.encoded("colour:red"));
    browser.awaitText("#q-problem", "Field not searchable: colour");
    browser.expectAccessible();
  }

  @Test
  void updates_can_be_paused() {
    open("/ui/requests");
    // From its next round on the script waits for this test instead of the time.
    browser.run(
        "const real = setTimeout;"
            + "setTimeout = (next, ms) => ms === 2000 ? window.round = next : real(next, ms);"
            + "const look = () => window.round ? done() : real(look, 20);"
            + "look();");

    browser.find("#pause").click();
    client.logIn(BOB, BOB_PASSWORD, HERE);
    browser.run("round().then(done);");
    assertThat(browser.text("#requests")).doesNotContain(BOB);
    browser.find("#pause").click();
    browser.run("round().then(done);");

    assertThat(browser.text("#requests")).contains(BOB);
  }

  @Test
  void thirty_days_later_the_block_is_gone() {
    block(ALICE);
    open("");
    browser.awaitText(ALICES_CARD, "blocks logins");

    open("/ui/clock");
    browser.press("main", "30 days ahead");
    browser.awaitText("#notice", "It is now 2026-03-31 10:00:00 UTC.");

    open("");
    assertThat(browser.text(ALICES_CARD)).doesNotContain("blocks logins");
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
  }

  @Test
  void a_blocked_address_is_released() {
    open("/ui/protection");
    browser.find("#suspicious-ip-throttling-stage-pre-login-max_attempts").clear();
    browser.find("#suspicious-ip-throttling-stage-pre-login-max_attempts").sendKeys("2");
    browser.press("main", "Save: Suspicious IP throttling");
    browser.awaitText("#notice", "Saved: Suspicious IP throttling");
    client.logIn(ALICE, "wrong", HERE);
    client.logIn(BOB, "wrong", HERE);
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(429);

    open("");
    browser.press("[data-address='" + HERE + "']", "Release");

    browser.awaitText("#notice", HERE + " is released");
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
  }

  @Test
  void protection_is_put_to_monitoring() {
    open("/ui/protection");

    browser.find("#brute-force-protection-shields-block").click();
    browser.press("main", "Save: Brute-force protection");

    browser.awaitText("[aria-labelledby=brute-force-protection]", "monitoring only");
    block(ALICE);
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
  }

  @Test
  void a_setting_of_the_emulator_is_changed_and_takes_effect_at_once() {
    open("/ui/protection");

    browser.find("#emulator-settings-mfa_policy").sendKeys("never");
    browser.press("main", "Save: Emulator settings");

    browser.awaitText("#notice", "Saved: Emulator settings");
    assertThat(client.logIn(MIA, MIA_PASSWORD, HERE).status()).isEqualTo(200);
  }

  @Test
  void the_code_on_the_page_completes_a_login_with_a_second_step() {
    String token = client.logIn(MIA, MIA_PASSWORD, HERE).json().get("mfa_token").textValue();

    open("");
    String code = browser.text("[data-user='" + MIA + "'] .big");

    assertThat(client.token(secondStep(MIA, "otp", token, "otp", code)).status()).isEqualTo(200);
  }

  @Test
  void the_code_beside_the_mails_completes_a_login_too() {
    String token = client.logIn(MIA, MIA_PASSWORD, HERE).json().get("mfa_token").textValue();

    open("/ui/mail");
    String code = browser.text("[data-code-of='" + MIA + "'] .big");

    assertThat(client.token(secondStep(MIA, "otp", token, "otp", code)).status()).isEqualTo(200);
  }

  @Test
  void the_pages_of_mailed_links_have_the_looks_of_the_login_pages_and_lead_back_there() {
    String login = "https://app.example.com/login";
    emulator.tenant().configure(it -> it.defaultRedirectionUri(login));
    client.form(
        "/dbconnections/change_password",
        Map.of("client_id", GATEWAY_CLIENT_ID, "email", BOB, "connection", CONNECTION));
    URI reset = linkOf(SentMail.Kind.PASSWORD_RESET);
    block(ALICE);
    URI unblock = linkOf(SentMail.Kind.BLOCKED_ACCOUNT);

    browser.go(reset);
    assertThat(browser.find("main .links a").getDomAttribute("href")).isEqualTo(login);
    browser.run("document.querySelector('input').required = false; done();");
    browser.press("main", "Set password");
    browser.awaitText("#alert", "A password is required");
    browser.find("#password").sendKeys("a brand new password", Keys.ENTER);
    browser.awaitText("h1", "has been changed");
    assertThat(browser.find("main .primary").getDomAttribute("href")).isEqualTo(login);
    browser.go(reset);
    assertThat(browser.find("main .primary").getDomAttribute("href")).isEqualTo(login);
    browser.go(unblock);
    browser.press("main", "Unblock");
    browser.awaitText("h1", "no longer blocked");
    browser.sized(1440, 900);
  }

  @Test
  void without_a_login_page_a_link_leads_to_the_page_of_the_emulator() {
    client.form(
        "/dbconnections/change_password",
        Map.of("client_id", GATEWAY_CLIENT_ID, "email", BOB, "connection", CONNECTION));

    browser.go(linkOf(SentMail.Kind.PASSWORD_RESET));
    browser.find("main .links a").click();

    browser.awaitText("h1", "Users");
  }

  @Test
  void a_push_notification_is_allowed() {
    String token = client.logIn(PIA, PIA_PASSWORD, HERE).json().get("mfa_token").textValue();
    String oobCode =
        client
            .form(
                "/mfa/challenge",
                with(
                    with(Client.login(PIA, PIA_PASSWORD), "challenge_type", "oob"),
                    "mfa_token",
                    token))
            .json()
            .get("oob_code")
            .textValue();

    open("/ui/mail");
    browser.press("[data-to='Pia\\'s phone']", "Allow");

    browser.awaitText("#notice", "Allowed: the next poll");
    browser.awaitText("[data-to='Pia\\'s phone']", "Answered or expired.");
    assertThat(client.token(secondStep(PIA, "oob", token, "oob_code", oobCode)).status())
        .isEqualTo(200);
  }

  @Test
  void the_next_answer_is_prepared_and_given_once() {
    open("/ui/clock");
    browser.find("#na-retry").sendKeys("30");
    browser.press("main", "Prepare");
    browser.awaitText("#waiting", "503 for /oauth/token");

    Client.Answer prepared = client.logIn(ALICE, ALICE_PASSWORD, HERE);

    assertThat(prepared.status()).isEqualTo(503);
    assertThat(prepared.header("Retry-After")).containsExactly("30");
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
    browser.awaitText("#waiting", "None");
  }

  @Test
  void without_a_script_a_user_is_unblocked_and_the_log_filtered() {
    block(ALICE);
    try (Browser plain = Browser.withoutJavaScript()) {
      plain.go(URI.create(emulator.baseUri() + "/emulator"));
      assertThat(plain.find("#pause").isDisplayed()).isFalse();
      plain.press(ALICES_CARD, "Unblock");
      plain.awaitText("#notice", ALICE + " is no longer blocked");

      plain.find("nav a[href='/emulator/ui/log']").click();
      plain.find("#user").sendKeys(ALICE);
      plain.find("#text").sendKeys("released", Keys.ENTER);

      plain.awaitText("#log-count", "1 of 1");
      assertThat(plain.text("#log")).contains("ublkdu");
      assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
    }
  }

  @Test
  void with_the_keyboard_alone_a_user_is_blocked_and_admitted() {
    open("");

    browser.tabTo("a.skip").type(Keys.ENTER);
    browser.tabTo(ALICES_CARD + " button[aria-label^=Block]").type(Keys.ENTER);
    browser.awaitText("#notice", ALICE + " is blocked by the administrator");
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).verdict()).isEqualTo("401 unauthorized");
    browser.tabTo(ALICES_CARD + " button[aria-label^=Lift]").type(Keys.SPACE);

    browser.awaitText("#notice", ALICE + " is no longer blocked by the administrator");
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
  }

  @Test
  void with_the_keyboard_alone_a_user_is_created_and_deleted() {
    open("");

    browser.tabTo("a.skip").type(Keys.ENTER);
    browser.tabTo("a[href='/emulator/ui/user']").type(Keys.ENTER);
    browser.awaitText("h1", "New user");
    browser.tabTo("#edit-email").type("ken@example.com");
    browser.tabTo("#edit-password").type("ken's password", Keys.ENTER);
    browser.awaitText("#notice", "Saved: ken@example.com.");
    assertThat(client.logIn("ken@example.com", "ken's password", HERE).status()).isEqualTo(200);
    browser.tabTo("a[aria-label='Edit ken@example.com']").type(Keys.ENTER);
    browser.awaitText("h1", "ken@example.com");
    browser.tabTo("summary").type(Keys.ENTER);
    browser.tabTo("form[action$=delete-user] button").type(Keys.ENTER);

    browser.awaitText("#notice", "Deleted: ken@example.com.");
    assertThat(client.logIn("ken@example.com", "ken's password", HERE).status()).isEqualTo(403);
  }

  @Test
  void a_token_is_copied() {
    open("/ui/apis");
    browser.find("#t-app").sendKeys("Management");
    browser.find("#t-audience").sendKeys(emulator.issuer() + "api");
    browser.press("main", "Get a token");
    browser.awaitText("label[for=token]", "Access token");

    browser.press("main", "Copy the token");

    browser.awaitText("button[data-copy=token]", "Copied");
  }

  @Test
  void a_name_that_is_a_script_is_only_shown() {
    String script = "<script>document.title='run'</script><img src=x onerror=document.title='run'>";
    for (int i = 0; i < 10; i++) {
      client.logIn(script, "wrong", HERE);
    }

    for (String view : new String[] {"", "/ui/log", "/ui/requests"}) {
      open(view);
      browser.awaitText("main", "<script>document.title='run'</script>");
      assertThat(browser.driver().getTitle()).doesNotContain("run");
      assertThat(browser.driver().findElements(By.cssSelector("main script, main img"))).isEmpty();
    }
    // What the page's own script brings in later too.
    client.logIn(script + "2", "wrong", HERE);
    browser.awaitText("#requests tr:first-child", "onerror=document.title='run'>2");
    assertThat(browser.driver().getTitle()).doesNotContain("run");
  }

  @Test
  void the_readme_shows_the_page() {
    busyTenant();
    browser.preferring(ColorScheme.LIGHT).sized(Illustration.WIDTH, 704);
    open("");

    Illustration.show(browser, Path.of("..", "docs", "images", "emulator-page.png"));
  }

  @Test
  void the_documentation_shows_the_mails_and_codes() {
    busyTenant();
    browser.preferring(ColorScheme.LIGHT).sized(Illustration.WIDTH, 704);
    open("/ui/mail");

    Illustration.show(browser, Path.of("..", "docs", "images", "emulator-mail.png"));
  }

  private static Map<String, String> secondStep(
      String user, String grant, String mfaToken, String name, String value) {
    Map<String, String> form = Client.login(user, "not asked for");
    form.put("grant_type", "http://auth0.com/oauth/grant-type/mfa-" + grant);
    form.put("mfa_token", mfaToken);
    form.put(name, value);
    return form;
  }

  private void busyTenant() {
    block(ALICE);
    block("nobody@example.com");
    client.logIn(BOB, BOB_PASSWORD, "2001:db8::17");
    client.logIn(BOB, BOB_PASSWORD, "203.0.113.7, 198.51.100.1");
    client.token(
        Map.of(
            "grant_type",
            "password",
            "username",
            BOB,
            "password",
            BOB_PASSWORD,
            "client_id",
            UNTRUSTED_CLIENT_ID,
            "client_secret",
            UNTRUSTED_CLIENT_SECRET),
        "auth0-forwarded-for",
        HERE);
    client.logIn(MIA, MIA_PASSWORD, HERE);
    client.get("/.well-known/jwks.json");
    client.form(
        "/dbconnections/change_password",
        Map.of(
            "client_id", GATEWAY_CLIENT_ID,
            "email", BOB,
            "connection", CONNECTION));
  }

  /** The link of the last message of this kind. */
  private URI linkOf(SentMail.Kind kind) {
    return emulator.tenant().mails().reversed().stream()
        .filter(mail -> mail.kind() == kind)
        .findFirst()
        .flatMap(SentMail::content)
        .map(content -> URI.create(content.reveal()))
        .orElseThrow();
  }

  private void open(String path) {
    browser.go(URI.create(emulator.baseUri() + "/emulator" + path));
  }

  private void block(String user) {
    for (int i = 0; i < 10; i++) {
      client.logIn(user, "wrong", HERE);
    }
  }
}
