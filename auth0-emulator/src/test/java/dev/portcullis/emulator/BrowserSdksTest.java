package dev.portcullis.emulator;

import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.API_AUDIENCE;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.SPA_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.WEB_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.WEB_CLIENT_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.NodeFolder.Running;
import dev.portcullis.emulator.observed.LogEvent;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.ApplicationUrls;
import dev.portcullis.testkit.browser.Browser;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;

/**
 * Programs with Auth0's SDKs for hosted login, unchanged but for their configuration, in a real
 * browser; in the profile {@code node-sdks}.
 */
@Tag("node")
@Timeout(180)
class BrowserSdksTest {

  private int port;
  private String base;
  private Auth0Emulator emulator;
  private Browser browser;

  @BeforeAll
  static void install() throws Exception {
    NodeFolder.install();
  }

  @BeforeEach
  void start() throws IOException {
    start(TestSettings.at(InstantSource.system()).withIssuer(URI.create("http://localhost:0/")));
    browser = Browser.open();
  }

  private void start(EmulatorSettings settings) throws IOException {
    port = freePort();
    base = "http://localhost:" + port;
    emulator = Auth0Emulator.start(settings);
    ApplicationUrls urls =
        ApplicationUrls.NONE
            .withCallbacks(List.of(base, base + "/callback"))
            .withLogoutUrls(List.of(base))
            .withWebOrigins(List.of(base));
    emulator
        .tenant()
        .configure(
            tenant ->
                List.of(WEB_CLIENT_ID, SPA_CLIENT_ID)
                    .forEach(
                        id ->
                            tenant.application(
                                tenant.build().application(id).orElseThrow().withUrls(urls))));
  }

  @AfterEach
  void stop() {
    if (browser != null) {
      browser.close();
    }
    if (emulator != null) {
      emulator.close();
    }
  }

  @Test
  void express_openid_connect_logs_in_and_out_with_its_defaults() throws Exception {
    Map<String, Object> config =
        Map.of(
            "issuerBaseURL",
            emulator.issuer().replaceAll("/$", ""),
            "baseURL",
            base,
            "clientID",
            WEB_CLIENT_ID,
            "secret",
            "a long secret that signs the cookies of the application");

    try (Running app = start("express-openid-connect.app.js", config)) {
      browser.go(URI.create(base + "/login"));
      wrongAndRight(ALICE, ALICE_PASSWORD);
      awaitUser(app, ALICE);
      browser.go(URI.create(base + "/logout"));
      browser.awaitText("h1", "Nobody");
      browser.go(URI.create(base + "/login"));

      browser.awaitText("h1", "Log in");
    }
    assertThat(types()).containsSubsequence("fp", "s", "slo");
  }

  @Test
  void express_openid_connect_renews_by_a_refresh_token() throws Exception {
    Map<String, Object> config =
        Map.of(
            "issuerBaseURL",
            emulator.issuer().replaceAll("/$", ""),
            "baseURL",
            base,
            "clientID",
            WEB_CLIENT_ID,
            "clientSecret",
            WEB_CLIENT_SECRET,
            "secret",
            "a long secret that signs the cookies of the application",
            "authorizationParams",
            Map.of(
                "response_type", "code",
                "audience", API_AUDIENCE,
                "scope", "openid profile email offline_access read:orders"));

    try (Running app = start("express-openid-connect.app.js", config)) {
      browser.go(URI.create(base + "/login"));
      logIn(ALICE, ALICE_PASSWORD);
      awaitUser(app, ALICE);
      browser.go(URI.create(base + "/renew"));
      browser.awaitText("h1", "Renewed");
      browser.go(URI.create(base + "/user-info"));

      browser.awaitText("h1", "User info of " + ALICE);
    }
    assertThat(types()).containsSubsequence("s", "seacft", "sertft");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void auth0_spa_js_logs_in_renews_and_logs_out(boolean refreshTokens) throws Exception {
    Map<String, Object> config =
        Map.of(
            "domain",
            emulator.issuer().replaceAll("/$", ""),
            "clientId",
            SPA_CLIENT_ID,
            "useRefreshTokens",
            refreshTokens,
            "cacheLocation",
            refreshTokens ? "localstorage" : "memory",
            "authorizationParams",
            Map.of(
                "redirect_uri",
                base,
                "audience",
                API_AUDIENCE,
                "scope",
                "openid profile email read:orders"));

    try (Running app = start("spa.app.js", config)) {
      browser.go(URI.create(base));
      browser.awaitText("h1", "Nobody");
      browser.press("body", "Log in");
      logIn(BOB, BOB_PASSWORD);
      awaitUser(app, BOB);
      browser.press("body", "Renew");
      browser.awaitText("h1", "Renewed");
      browser.go(URI.create(base));
      awaitUser(app, BOB);
      browser.press("body", "Log out");
      browser.awaitText("h1", "Nobody");
      browser.press("body", "Log in");

      browser.awaitText("h1", "Log in");
    }
    assertThat(types()).containsSubsequence("s", "seacft", refreshTokens ? "sertft" : "ssa", "slo");
  }

  @Test
  void passport_auth0_logs_in_and_out_over_https(@TempDir Path tls) throws Exception {
    stop();
    start(
        TestSettings.at(InstantSource.system())
            .withTls(tls)
            .withIssuer(URI.create("https://localhost:0/")));
    browser = Browser.acceptingEveryCertificate();
    Map<String, Object> app =
        Map.of(
            "port", port,
            "base", base,
            "config",
                Map.of(
                    "domain",
                    URI.create(emulator.issuer()).getAuthority(),
                    "clientID",
                    WEB_CLIENT_ID,
                    "clientSecret",
                    WEB_CLIENT_SECRET,
                    "callbackURL",
                    base + "/callback"));

    try (Running passport =
        NodeFolder.start(
            "passport-auth0.app.js",
            Map.of(
                "APP", Client.JSON.writeValueAsString(app),
                "NODE_EXTRA_CA_CERTS", emulator.caFile().orElseThrow().toString()))) {
      browser.go(URI.create(base + "/login"));
      logIn(ALICE, ALICE_PASSWORD);
      awaitUser(passport, ALICE);
      browser.awaitText("p", "renewable");
      browser.go(URI.create(base + "/logout"));
      browser.awaitText("h1", "Nobody");
      browser.go(URI.create(base + "/login"));

      browser.awaitText("h1", "Log in");
    }
    assertThat(types()).containsSubsequence("s", "seacft", "slo");
  }

  private void wrongAndRight(String username, String password) {
    logIn(username, "wrong");
    browser.awaitText("#alert", "Wrong e-mail address or password.");
    browser.find("#password").sendKeys(password, Keys.ENTER);
  }

  private void logIn(String username, String password) {
    browser.awaitText("h1", "Log in");
    browser.find("#username").sendKeys(username);
    browser.find("#password").sendKeys(password, Keys.ENTER);
  }

  private void awaitUser(Running app, String user) throws IOException {
    try {
      browser.awaitText("h1", user);
    } catch (RuntimeException e) {
      throw new AssertionError(
          browser.driver().getCurrentUrl()
              + ": "
              + browser.text("body")
              + browser.consoleErrors()
              + app.output(),
          e);
    }
  }

  private Running start(String file, Map<String, Object> config) throws Exception {
    return NodeFolder.start(
        file,
        Map.of("APP", Client.JSON.writeValueAsString(Map.of("port", port, "config", config))));
  }

  private List<String> types() {
    return emulator.tenant().logs().stream().map(LogEvent::type).map(LogType::code).toList();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
