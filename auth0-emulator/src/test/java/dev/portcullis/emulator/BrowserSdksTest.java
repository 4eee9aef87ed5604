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

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Programs with Auth0's SDKs for hosted login, unchanged but for their configuration, in a real
 * browser; in the profile {@code node-sdks}.
 */
@Tag("node")
@Timeout(180)
class BrowserSdksTest {

  private static final String SCOPE = "openid profile email offline_access read:orders";
  private static final String COOKIE_SECRET =
      "a long secret that signs the cookies of the application";

  @BeforeAll
  static void install() throws Exception {
    NodeFolder.install();
  }

  @Test
  void express_openid_connect_logs_in_and_out_with_its_defaults() throws Exception {
    try (HostedLoginScene scene = HostedLoginScene.overHttp()) {
      startExpress(scene, Map.of());
      scene.visit("/login");
      scene.logInAfterAWrongPassword(ALICE, ALICE_PASSWORD);
      scene.await(ALICE);
      scene.visit("/logout");
      scene.await("Nobody");
      scene.visit("/login");

      scene.await("Log in");
      assertThat(scene.types()).containsSubsequence("fp", "s", "slo");
    }
  }

  @Test
  void express_openid_connect_renews_by_a_refresh_token() throws Exception {
    Map<String, Object> more =
        Map.of(
            "clientSecret",
            WEB_CLIENT_SECRET,
            "authorizationParams",
            Map.of("response_type", "code", "audience", API_AUDIENCE, "scope", SCOPE));

    try (HostedLoginScene scene = HostedLoginScene.overHttp()) {
      startExpress(scene, more);
      scene.visit("/login");
      scene.logIn(ALICE, ALICE_PASSWORD);
      scene.await(ALICE);
      scene.visit("/renew");
      scene.await("Renewed");
      scene.visit("/user-info");

      scene.await("User info of " + ALICE);
      assertThat(scene.types()).containsSubsequence("s", "seacft", "sertft");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void auth0_spa_js_logs_in_renews_and_logs_out(boolean refreshTokens) throws Exception {
    try (HostedLoginScene scene = HostedLoginScene.overHttp()) {
      startSpa(scene, refreshTokens);
      scene.visit("");
      scene.await("Nobody");
      scene.browser().press("body", "Log in");
      scene.logIn(BOB, BOB_PASSWORD);
      scene.await(BOB);
      scene.browser().press("body", "Renew");
      scene.await("Renewed");
      scene.visit("");
      scene.await(BOB);
      scene.browser().press("body", "Log out");
      scene.await("Nobody");
      scene.browser().press("body", "Log in");

      scene.await("Log in");
      assertThat(scene.types())
          .containsSubsequence("s", "seacft", refreshTokens ? "sertft" : "ssa", "slo");
    }
  }

  @Test
  void passport_auth0_logs_in_and_out_over_https(@TempDir Path tls) throws Exception {
    try (HostedLoginScene scene = HostedLoginScene.overHttps(tls)) {
      startPassport(scene);
      scene.visit("/login");
      scene.logIn(ALICE, ALICE_PASSWORD);
      scene.await(ALICE);
      scene.browser().awaitText("p", "renewable");
      scene.visit("/logout");
      scene.await("Nobody");
      scene.visit("/login");

      scene.await("Log in");
      assertThat(scene.types()).containsSubsequence("s", "seacft", "slo");
    }
  }

  @Test
  @Timeout(600)
  void nextjs_auth0_logs_in_renews_an_expired_token_and_logs_out() throws Exception {
    NodeFolder.buildNextjs();
    Duration hour = Duration.ofHours(1);

    try (HostedLoginScene scene = HostedLoginScene.overHttp()) {
      scene
          .emulator()
          .tenant()
          .configure(
              tenant ->
                  tenant.api(
                      tenant.build().api(API_AUDIENCE).orElseThrow().withTokenLifetime(3600)));
      startNextjs(scene, Duration.ZERO);
      scene.visit("/auth/login");
      scene.logInAfterAWrongPassword(ALICE, ALICE_PASSWORD);
      scene.await(ALICE);
      scene.visit("/renew");
      scene.await("Same");
      scene.emulator().tenant().clock().advance(hour);
      startNextjs(scene, hour);
      scene.visit("/renew");
      scene.await("Renewed");
      scene.visit("/renew");
      scene.await("Same");
      scene.visit("/auth/logout");
      scene.await("Nobody");
      scene.visit("/auth/login");

      scene.await("Log in");
      assertThat(scene.types()).containsExactly("fp", "s", "seacft", "sertft", "srrt", "slo");
    }
  }

  private static void startExpress(HostedLoginScene scene, Map<String, Object> more)
      throws Exception {
    Map<String, Object> config = new HashMap<>(more);
    config.put("issuerBaseURL", scene.issuer());
    config.put("baseURL", scene.base());
    config.put("clientID", WEB_CLIENT_ID);
    config.put("secret", COOKIE_SECRET);
    scene.start("express-openid-connect.app.js", Map.of("config", config), Map.of());
  }

  private static void startSpa(HostedLoginScene scene, boolean refreshTokens) throws Exception {
    Map<String, Object> config =
        Map.of(
            "domain",
            scene.issuer(),
            "clientId",
            SPA_CLIENT_ID,
            "useRefreshTokens",
            refreshTokens,
            "cacheLocation",
            refreshTokens ? "localstorage" : "memory",
            "authorizationParams",
            Map.of(
                "redirect_uri",
                scene.base(),
                "audience",
                API_AUDIENCE,
                "scope",
                "openid profile email read:orders"));
    scene.start("spa.app.js", Map.of("config", config), Map.of());
  }

  private static void startPassport(HostedLoginScene scene) throws Exception {
    Map<String, Object> config =
        Map.of(
            "domain",
            URI.create(scene.issuer()).getAuthority(),
            "clientID",
            WEB_CLIENT_ID,
            "clientSecret",
            WEB_CLIENT_SECRET,
            "callbackURL",
            scene.base() + "/callback");
    scene.start("passport-auth0.app.js", Map.of("base", scene.base(), "config", config), Map.of());
  }

  private static void startNextjs(HostedLoginScene scene, Duration ahead) throws Exception {
    scene.start(
        "nextjs.app.js",
        Map.of("ahead", ahead.toMillis()),
        Map.of(
            "AUTH0_DOMAIN", scene.issuer(),
            "AUTH0_CLIENT_ID", WEB_CLIENT_ID,
            "AUTH0_CLIENT_SECRET", WEB_CLIENT_SECRET,
            "AUTH0_SECRET", COOKIE_SECRET,
            "AUDIENCE", API_AUDIENCE,
            "APP_BASE_URL", scene.base()));
  }
}
