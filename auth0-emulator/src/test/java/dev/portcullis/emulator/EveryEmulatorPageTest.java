package dev.portcullis.emulator;

import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.API_AUDIENCE;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.CONNECTION;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_RECOVERY_CODE;
import static dev.portcullis.emulator.tenant.DemoTenant.UNTRUSTED_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.UNTRUSTED_CLIENT_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.WEB_CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Application.OrganizationPrompt;
import dev.portcullis.emulator.tenant.Application.OrganizationUsage;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.MfaPolicy;
import dev.portcullis.emulator.tenant.UserDefinition;
import dev.portcullis.emulator.tenant.protection.BotDetectionSettings;
import dev.portcullis.testkit.browser.Browser;
import dev.portcullis.testkit.browser.Browser.ColorScheme;
import dev.portcullis.testkit.browser.Gallery;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/**
 * Every page that the emulator serves, as a picture in {@code target/pages}: accessible, in the
 * dark, on a narrow screen.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(120)
class EveryEmulatorPageTest {

  private static final String HERE = "203.0.113.7";
  private static final String PIA = "pia@example.com";
  private static final String PIA_PASSWORD = "pia's password";

  private static Browser browser;
  private static Gallery gallery;

  private final Auth0Emulator emulator =
      Auth0Emulator.start(
          TestSettings.at(new TestClock())
              .withTenant(
                  DeviceFlowTest.tenant(true).toBuilder()
                      .user(
                          UserDefinition.of("auth0|pia", CONNECTION, PIA, PIA_PASSWORD)
                              .withFactors(new Factor.Push("Pia's phone")))
                      .build()));
  private final Client client = new Client(emulator);

  @BeforeAll
  static void open() {
    browser = Browser.open();
    gallery = Gallery.of(browser);
    browser.sized(1280, 900).preferring(ColorScheme.LIGHT);
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      gallery.close();
      browser.close();
    }
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "users, ''",
    "log, /ui/log",
    "requests, /ui/requests",
    "mail, /ui/mail",
    "applications, /ui/applications",
    "apis, /ui/apis",
    "roles, /ui/roles",
    "user, /ui/user?id=auth0%7Cpia",
    "application, /ui/application?id=LoginGatewayDemoClient0123456789",
    "protection, /ui/protection",
    "clock, /ui/clock"
  })
  void a_view_of_a_busy_tenant_is_readable(String name, String path) {
    busyTenant();

    go("/emulator" + path);

    gallery.add(name);
    assertThat(browser.consoleErrors()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "users-none-found, /emulator?find=nobody",
    "log-empty, /emulator/ui/log",
    "log-wrong-query, /emulator/ui/log?q=colour:red",
    "requests-empty, /emulator/ui/requests",
    "mail-empty, /emulator/ui/mail",
    "user-new, /emulator/ui/user",
    "user-missing, /emulator/ui/user?id=auth0%7Cnobody",
    "application-new, /emulator/ui/application",
    "api-new, /emulator/ui/api",
    "roles-empty, /emulator/ui/roles",
    "role-new, /emulator/ui/role",
    "refused, /emulator/ui/log?q=a&q=b"
  })
  void a_view_without_anything_to_show_is_readable(String name, String path) {
    go(path);

    String heading = browser.text("h1");

    assertThat(heading).isNotBlank();
    gallery.add(name);
  }

  @Test
  void the_result_of_a_form_is_readable() {
    go("/emulator/ui/clock");
    browser.press("main", "Prepare");
    browser.awaitText("#waiting", "503 for /oauth/token");
    gallery.add("clock-prepared");

    go("/emulator/ui/protection");
    browser.find("#brute-force-protection-allowlist").sendKeys("203.0.113.0/99");
    browser.press("main", "Save: Brute-force protection");

    browser.awaitText("#notice", "expected: an IPv4 or IPv6 address");
    gallery.add("protection-problem");
  }

  @Test
  void the_answers_to_forms_that_are_shown_again_are_readable() {
    go("/emulator/ui/user?id=auth0%7Cpia");
    browser.find("#edit-user-metadata").sendKeys("no object");
    browser.press("main", "Save");
    browser.awaitText("#notice", "user_metadata: (expected: a JSON object)");
    gallery.add("user-problem");

    go("/emulator/ui/clock");
    browser.find("#import").sendKeys("tenant: {colour: red}\nusers: [{}]");
    browser.press("main", "Import the tenant");
    browser.awaitText("#notice", "unknown key");
    gallery.add("import-problem");

    go("/emulator/ui/apis");
    browser.press("main", "Get a token");
    browser.awaitText("#notice", "Missing required parameter: audience");
    gallery.add("token-problem");
  }

  @Test
  void the_pages_of_a_mailed_reset_link_are_readable() {
    client.form(
        "/dbconnections/change_password",
        Map.of("client_id", GATEWAY_CLIENT_ID, "email", BOB, "connection", CONNECTION));
    URI reset = linkOf(SentMail.Kind.PASSWORD_RESET);

    browser.go(reset).awaitText("h1", "Set a new password");
    gallery.add("link-reset");

    browser.run("document.querySelector('input').required = false; done();");
    browser.press("main", "Set password");
    browser.awaitText("#alert", "A password is required");
    gallery.add("link-reset-problem");

    browser.find("#password").sendKeys("a brand new password", Keys.ENTER);
    browser.awaitText("h1", "has been changed");
    gallery.add("link-changed");

    browser.go(reset).awaitText("h1", "expired or was used");
    gallery.add("link-over");
  }

  @Test
  void the_pages_of_a_mailed_unblock_link_are_readable() {
    block(ALICE);

    browser.go(linkOf(SentMail.Kind.BLOCKED_ACCOUNT)).awaitText("h1", "Unblock your account");
    gallery.add("link-unblock");

    browser.press("main", "Unblock");
    browser.awaitText("h1", "no longer blocked");
    gallery.add("link-unblocked");
  }

  @Test
  void the_login_pages_are_readable() {
    authorize("&login_hint=" + ALICE);
    browser.awaitText("h1", "Log in");
    gallery.add("hosted-login");

    browser.find("#password").sendKeys("wrong", Keys.ENTER);
    browser.awaitText("#alert", "Wrong e-mail address or password.");
    gallery.add("hosted-login-problem");

    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.botDetection(
                    BotDetectionSettings.challenging(BotDetectionSettings.Policy.ALWAYS)));
    browser.find("#password").sendKeys("wrong", Keys.ENTER);
    browser.awaitText("#alert", "Confirm that you are human");
    gallery.add("hosted-login-human");

    authorize("&screen_hint=signup");
    browser.awaitText("h1", "Sign up");
    gallery.add("hosted-signup");

    browser.find("#username").sendKeys(ALICE);
    browser.find("#password").sendKeys("a password", Keys.ENTER);
    browser.awaitText("#alert", "Invalid sign up");
    gallery.add("hosted-signup-problem");

    authorize("");
    browser.find(By.linkText("Forgot password?")).click();
    browser.awaitText("h1", "Reset your password");
    gallery.add("hosted-reset");

    browser.find("#username").sendKeys(ALICE, Keys.ENTER);
    browser.awaitText("h1", "Check your e-mail");
    gallery.add("hosted-reset-sent");
  }

  @Test
  void the_pages_of_second_factors_are_readable() {
    authorize("");
    logIn(MIA, MIA_PASSWORD);
    browser.awaitText("h1", "Verify that it is you");
    gallery.add("hosted-mfa-choose");

    browser.press("main", "Text message XXXXXXXXX0167");
    browser.awaitText(".lead", "Enter the code of the text message.");
    gallery.add("hosted-mfa-text");

    browser.find(By.linkText("Choose another way")).click();
    browser.find(By.linkText("Authenticator app")).click();
    browser.find("#code").sendKeys("000000", Keys.ENTER);
    browser.awaitText("#alert", "That code is wrong or has expired.");
    gallery.add("hosted-mfa-problem");

    browser.find(By.linkText("Choose another way")).click();
    browser.find(By.linkText("Recovery code")).click();
    browser.find("#code").sendKeys(MIA_RECOVERY_CODE, Keys.ENTER);
    browser.awaitText("h1", "Your new recovery code");
    gallery.add("hosted-recovery");

    authorize("&prompt=login");
    logIn(PIA, PIA_PASSWORD);
    browser.find("button.choice").click();
    browser.awaitText(".lead", "Allow the login on your device");
    gallery.add("hosted-mfa-push");

    emulator.tenant().configure(tenant -> tenant.mfaPolicy(MfaPolicy.ALWAYS));
    authorize("&prompt=login");
    logIn(BOB, BOB_PASSWORD);
    browser.awaitText("h1", "Set up an authenticator app");
    gallery.add("hosted-mfa-enrol");
  }

  @Test
  void the_pages_of_consent_logout_and_mistakes_are_readable() {
    authorize("&prompt=consent");
    logIn(ALICE, ALICE_PASSWORD);
    browser.awaitText("h1", "Authorize Web application");
    gallery.add("hosted-consent");

    go("/oidc/logout");
    browser.awaitText("h1", "Log out?");
    gallery.add("hosted-logout");

    go("/v2/logout");
    browser.awaitText("h1", "You are logged out");
    gallery.add("hosted-logged-out");

    go("/authorize?client_id=" + WEB_CLIENT_ID + "&redirect_uri=https%3A%2F%2Fexample.com");
    browser.awaitText("h1", "Something is wrong with this request");
    gallery.add("hosted-problem");

    go("/passwordless/verify_redirect?connection=email");
    browser.awaitText("h1", "Something is wrong with this request");
    gallery.add("hosted-link-problem");

    go("/u/login?state=unknown");
    browser.awaitText("h1", "This login has expired");
    gallery.add("hosted-expired");
  }

  @Test
  void the_pages_of_the_device_flow_are_readable() {
    String code = deviceCode();
    go("/activate");
    browser.awaitText("h1", "Connect a device");
    gallery.add("device-code");

    browser.find("#user_code").sendKeys("WRNG-CODE", Keys.ENTER);
    browser.awaitText("#alert", "That code is wrong or has expired.");
    gallery.add("device-code-problem");

    browser.find("#user_code").clear();
    browser.find("#user_code").sendKeys(code, Keys.ENTER);
    browser.awaitText("h1", "Confirm your device");
    gallery.add("device-confirmation");

    browser.press("main", "Confirm");
    browser.awaitText("h1", "Log in");
    logIn(ALICE, ALICE_PASSWORD);
    browser.awaitText("h1", "Your device is connected");
    gallery.add("device-connected");

    go("/activate?user_code=" + deviceCode());
    browser.press("main", "Cancel");
    browser.awaitText("h1", "Your device is not connected");
    gallery.add("device-not-connected");

    go("/u/device?state=unknown");
    browser.awaitText("h1", "This code has expired");
    gallery.add("device-expired");
  }

  @ParameterizedTest
  @CsvSource({"de", "fr", "es"})
  void the_pages_in_other_languages_are_readable(String language) {
    authorize("&ui_locales=" + language);
    browser.find("#username").sendKeys(ALICE);
    browser.find("#password").sendKeys("wrong", Keys.ENTER);
    browser.find("#alert");
    gallery.add("hosted-login-problem-" + language);

    go("/activate?ui_locales=" + language + "&user_code=" + deviceCode());
    gallery.add("device-confirmation-" + language);
  }

  private String deviceCode() {
    return client
        .form(
            "/oauth/device/code",
            Map.of("client_id", DeviceFlowTest.DEVICE_CLIENT_ID, "scope", "openid"))
        .json()
        .get("user_code")
        .textValue();
  }

  @Test
  void the_pages_of_organizations_are_readable() {
    String organization =
        post(
                "organizations",
                "{\"name\":\"acme\",\"enabled_connections\":[{\"connection_id\":"
                    + "\"con_Demo0123456789AB\"}]}")
            .json()
            .get("id")
            .textValue();
    post("organizations/" + organization + "/members", "{\"members\":[\"auth0|pia\"]}");
    promptForOrganization(OrganizationPrompt.PRE_LOGIN_PROMPT);

    authorize("");
    browser.awaitText("h1", "Enter your organization");
    gallery.add("hosted-organization");

    browser.find("#organization").sendKeys("nowhere", Keys.ENTER);
    browser.awaitText("#alert", "There is no organization of that name.");
    gallery.add("hosted-organization-problem");

    promptForOrganization(OrganizationPrompt.POST_LOGIN_PROMPT);
    emulator.tenant().configure(tenant -> tenant.mfaPolicy(MfaPolicy.NEVER));
    authorize("");
    logIn(PIA, PIA_PASSWORD);
    browser.awaitText("h1", "Choose an organization");
    gallery.add("hosted-organizations");
  }

  private void promptForOrganization(OrganizationPrompt prompt) {
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.application(
                    tenant.build().application(WEB_CLIENT_ID).orElseThrow().toBuilder()
                        .organizationUsage(OrganizationUsage.ALLOW)
                        .organizationPrompt(prompt)
                        .build()));
  }

  private Client.Answer post(String path, String body) {
    return client.post(
        "/api/v2/" + path,
        "application/json",
        body,
        "Authorization",
        "Bearer " + client.managementToken(""));
  }

  private void authorize(String more) {
    go(
        "/authorize?response_type=code&client_id="
            + WEB_CLIENT_ID
            + "&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fcallback&scope=openid%20email"
            + more);
  }

  private static void logIn(String username, String password) {
    browser.find("#username").sendKeys(username);
    browser.find("#password").sendKeys(password, Keys.ENTER);
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void every_address_that_gives_a_browser_a_page_is_on_a_picture() {
    Set<String> served =
        emulator.routes().stream()
            .filter(route -> route.startsWith("GET "))
            .map(route -> route.substring("GET ".length()).replace("*", "x"))
            .filter(
                path ->
                    client.get(path, "Accept", "text/html").header("Content-Type").stream()
                        .anyMatch(type -> type.startsWith("text/html")))
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> pictured =
        gallery.shown().stream()
            .map(shown -> shown.address().getPath())
            .collect(Collectors.toSet());

    assertThat(served).contains("/emulator", "/emulator/ui/mail", "/lo/reset");
    assertThat(pictured).containsAll(served);
  }

  /**
   * In every state: blocked users and addresses, mails, codes and pushes, answers of every kind.
   */
  private void busyTenant() {
    block(ALICE);
    block("nobody@example.com");
    String role = post("roles", "{\"name\":\"Reader\"}").json().get("id").textValue();
    post(
        "roles/" + role + "/permissions",
        "{\"permissions\":[{\"resource_server_identifier\":\""
            + API_AUDIENCE
            + "\",\"permission_name\":\"read:orders\"}]}");
    post("roles/" + role + "/users", "{\"users\":[\"auth0|pia\"]}");
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
    challenge(PIA, PIA_PASSWORD);
    challenge(MIA, MIA_PASSWORD);
    client.get("/.well-known/jwks.json");
    client.form(
        "/dbconnections/change_password",
        Map.of("client_id", GATEWAY_CLIENT_ID, "email", BOB, "connection", CONNECTION));
  }

  /** Has the user be sent a code or a push, whichever there is. */
  private void challenge(String user, String password) {
    String token = client.logIn(user, password, HERE).json().get("mfa_token").textValue();
    client.form(
        "/mfa/challenge",
        Client.with(
            Client.with(Client.login(user, "not asked for"), "challenge_type", "oob"),
            "mfa_token",
            token));
  }

  private void block(String user) {
    for (int i = 0; i < 10; i++) {
      client.logIn(user, "wrong", HERE);
    }
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

  private void go(String path) {
    browser.go(URI.create(emulator.baseUri() + path));
  }
}
