package dev.portcullis.bootstrap.doctor;

import static dev.portcullis.bootstrap.doctor.TenantAdmin.BRUTE_FORCE;
import static dev.portcullis.bootstrap.doctor.TenantAdmin.CONNECTION;
import static dev.portcullis.bootstrap.doctor.TenantAdmin.GATEWAY;
import static dev.portcullis.bootstrap.doctor.TenantAdmin.SUSPICIOUS_IP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.settings.DoctorSettings;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.wiring.DoctorComponent;
import dev.portcullis.doctor.Checks;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Skipped;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Diagnosis;
import dev.portcullis.doctor.check.Finding;
import dev.portcullis.doctor.check.Selection;
import dev.portcullis.doctor.port.Progress;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.EmulatorSettings;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.protection.TokenRateLimit;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each check passes on the demo tenant and finds what is wrong once something is, end to end. What
 * a check returns for which facts is tested in tables beside it, in the doctor module.
 */
class EveryCheckTest {

  private static final TokenKeys KEYS = new TokenKeys(new SecureRandom());

  @TempDir private Path directory = Path.of(".");

  /**
   * One thing that is wrong.
   *
   * @param settings changes of the gateway's settings, by environment variable
   */
  record Wrong(
      String check,
      Class<? extends CheckResult> result,
      String named,
      UnaryOperator<TenantDefinition.Builder> seed,
      Map<String, String> settings,
      Consumer<TenantAdmin> change) {

    Wrong(
        String check,
        Class<? extends CheckResult> result,
        String named,
        Consumer<TenantAdmin> change) {
      this(check, result, named, seed -> seed, Map.of(), change);
    }

    Wrong(
        String check,
        Class<? extends CheckResult> result,
        String named,
        Map<String, String> settings) {
      this(check, result, named, seed -> seed, settings, admin -> {});
    }

    @Override
    public String toString() {
      return check + " " + result.getSimpleName() + " " + named;
    }
  }

  static Stream<Wrong> wrongs() {
    return Stream.of(
        new Wrong(
            "address-settings",
            Warning.class,
            "127.0.0.1/32 is contained",
            Map.of("PORTCULLIS_CLIENT_IP_TRUSTED_PROXIES", "127.0.0.0/8,127.0.0.1")),
        new Wrong(
            "timeouts",
            Warning.class,
            "too short",
            Map.of("PORTCULLIS_AUTH0_CONNECT_TIMEOUT", "400ms")),
        new Wrong(
            "credentials",
            Failed.class,
            "auth0.client-secret is refused",
            Map.of("PORTCULLIS_AUTH0_CLIENT_SECRET", "not-the-secret")),
        new Wrong(
            "credentials",
            Warning.class,
            "auth0.old-client-secret is refused: remove it",
            Map.of("PORTCULLIS_AUTH0_OLD_CLIENT_SECRET", "no-longer-the-secret")),
        new Wrong(
            "credentials",
            Warning.class,
            "auth0.client-secret is refused: logins use auth0.old-client-secret",
            Map.of(
                "PORTCULLIS_AUTH0_CLIENT_SECRET",
                "not-yet-the-secret",
                "PORTCULLIS_AUTH0_OLD_CLIENT_SECRET",
                DemoTenant.GATEWAY_CLIENT_SECRET)),
        new Wrong(
            "credentials",
            Failed.class,
            "auth0.client-secret and auth0.old-client-secret are refused",
            Map.of(
                "PORTCULLIS_AUTH0_CLIENT_SECRET", "not-the-secret",
                "PORTCULLIS_AUTH0_OLD_CLIENT_SECRET", "no-longer-the-secret")),
        new Wrong(
            "clock",
            Failed.class,
            "behind",
            admin ->
                admin.prepare(
                    "{\"path\":\"/oauth/token\",\"status\":403,\"headers\":{\"Date\":"
                        + "\"Thu, 31 Dec 2099 23:59:59 GMT\"},"
                        + "\"body\":{\"error\":\"invalid_grant\"}}")),
        new Wrong(
            "management-access",
            Failed.class,
            "compare management.client-id and management.client-secret",
            Map.of("PORTCULLIS_MANAGEMENT_CLIENT_SECRET", "not-the-secret")),
        new Wrong(
            "application",
            Failed.class,
            "no application",
            Map.of("PORTCULLIS_AUTH0_CLIENT_ID", "NoSuchClientNoSuchClientNoSuchCl")),
        new Wrong(
            "application-type",
            Failed.class,
            "spa",
            admin -> admin.patch(GATEWAY, "{\"app_type\":\"spa\"}")),
        new Wrong(
            "first-party",
            Failed.class,
            "third party",
            admin -> admin.patch(GATEWAY, "{\"is_first_party\":false}")),
        new Wrong(
            "organizations",
            Failed.class,
            "required",
            admin -> admin.patch(GATEWAY, "{\"organization_usage\":\"require\"}")),
        new Wrong(
            "organizations",
            Warning.class,
            "allowed",
            admin -> admin.patch(GATEWAY, "{\"organization_usage\":\"allow\"}")),
        new Wrong(
            "authentication-method",
            Failed.class,
            "none",
            admin ->
                admin.patch(
                    GATEWAY,
                    "{\"token_endpoint_auth_method\":\"none\","
                        + "\"is_token_endpoint_ip_header_trusted\":false}")),
        new Wrong(
            "authentication-method",
            Warning.class,
            "client_secret_basic, while",
            admin ->
                admin.patch(GATEWAY, "{\"token_endpoint_auth_method\":\"client_secret_basic\"}")),
        new Wrong("trust-header", Failed.class, "is ignored", admin -> admin.trust(false)),
        new Wrong(
            "grant-login",
            Failed.class,
            "password is not among",
            admin -> admin.patch(GATEWAY, "{\"grant_types\":[\"refresh_token\"]}")),
        new Wrong(
            "grant-mfa",
            Warning.class,
            "mfa-oob, mfa-recovery-code",
            admin ->
                admin.patch(
                    GATEWAY,
                    "{\"grant_types\":[\"password\","
                        + "\"http://auth0.com/oauth/grant-type/mfa-otp\"]}")),
        new Wrong(
            "grant-refresh",
            Failed.class,
            "not among",
            seed -> seed,
            Map.of("PORTCULLIS_AUTH0_SCOPE", "openid offline_access"),
            admin -> admin.patch(GATEWAY, "{\"grant_types\":[\"password\"]}")),
        new Wrong(
            "default-directory",
            Failed.class,
            "none",
            seed -> seed.defaultDirectory(null),
            Map.of(),
            admin -> {}),
        new Wrong(
            "connection",
            Failed.class,
            "no connection nowhere; it has Username-Password-Authentication",
            Map.of("PORTCULLIS_AUTH0_REALM", "nowhere")),
        new Wrong(
            "connection-enabled",
            Failed.class,
            "not for",
            admin ->
                admin.patch(
                    CONNECTION + "/clients",
                    "[{\"client_id\":\"" + DemoTenant.GATEWAY_CLIENT_ID + "\",\"status\":false}]")),
        new Wrong(
            "connection-active",
            Failed.class,
            "google-oauth2",
            admin ->
                admin.prepare(
                    "{\"path\":\"/api/v2/connections\",\"body\":[{\"id\":\"con_1\",\"name\":\""
                        + DemoTenant.CONNECTION
                        + "\",\"strategy\":\"google-oauth2\"}]}")),
        new Wrong(
            "connection-password",
            Failed.class,
            "off for Username-Password-Authentication",
            admin ->
                admin.prepare(
                    connection("{\"authentication_methods\":{\"password\":{\"enabled\":false}}}"))),
        new Wrong(
            "long-passwords",
            Warning.class,
            "cut at 72 bytes (truncate)",
            admin ->
                admin.prepare(
                    connection(
                        "{\"password_options\":{\"complexity\":{"
                            + "\"max_length_exceeded\":\"truncate\"}}}"))),
        new Wrong(
            "compliance-level",
            Failed.class,
            "fapi2_sp_pkj_mtls",
            admin ->
                admin.prepare(
                    answer(
                        GATEWAY,
                        "{\"client_id\":\""
                            + DemoTenant.GATEWAY_CLIENT_ID
                            + "\",\"compliance_level\":\"fapi2_sp_pkj_mtls\"}"))),
        new Wrong(
            "token-quota",
            Warning.class,
            "1 tokens an hour",
            admin ->
                admin.prepare(
                    answer(
                        "/api/v2/clients/" + DemoTenant.MANAGEMENT_CLIENT_ID,
                        "{\"token_quota\":{\"client_credentials\":{\"enforce\":true,"
                            + "\"per_hour\":1}}}"))),
        new Wrong(
            "token-quota",
            Warning.class,
            "2 tokens a day",
            admin ->
                admin.prepare(
                    answer(
                        "/api/v2/tenants/settings",
                        "{\"default_token_quota\":{\"clients\":{\"client_credentials\":{"
                            + "\"enforce\":true,\"per_day\":2}}}}"))),
        new Wrong(
            "log-streams",
            Warning.class,
            "hook is paused",
            admin -> {
              admin.post(
                  "/api/v2/log-streams",
                  "{\"name\":\"hook\",\"type\":\"http\",\"sink\":{\"httpEndpoint\":"
                      + "\"http://127.0.0.1:9/auth0/logs\"}}");
              admin.patch(
                  "/api/v2/log-streams/"
                      + admin.get("/api/v2/log-streams").path(0).path("id").asText(),
                  "{\"status\":\"paused\"}");
            }),
        new Wrong(
            "log-streams",
            Failed.class,
            "no Custom Webhook stream is active",
            Map.of(
                "PORTCULLIS_DOCTOR_WATCH", "stream",
                "PORTCULLIS_DOCTOR_WATCH_TOKEN", "the-token-of-the-log-stream")),
        new Wrong(
            "network-acls",
            Warning.class,
            "abroad (geo_country_codes)",
            admin ->
                admin.prepare(
                    answer(
                        "/api/v2/network-acls",
                        "{\"network_acls\":[{\"description\":\"abroad\",\"active\":true,\"rule\":{"
                            + "\"not_match\":{\"geo_country_codes\":[\"DE\"]},"
                            + "\"scope\":\"authentication\",\"action\":{\"block\":true}}}]}"))),
        new Wrong(
            "custom-domain",
            Warning.class,
            "one address in true-client-ip",
            admin ->
                admin.prepare(
                    answer(
                        "/api/v2/custom-domains",
                        "[{\"domain\":\""
                            + admin.host()
                            + "\",\"status\":\"ready\",\"type\":\"self_managed_certs\","
                            + "\"custom_client_ip_header\":\"true-client-ip\"}]"))),
        new Wrong(
            "actions",
            Warning.class,
            "office hours (post-login)",
            admin -> {
              admin.prepare(
                  answer(
                      "/api/v2/actions/triggers/post-login/bindings",
                      "{\"bindings\":[{\"action\":{\"id\":\"a1\"}}]}"));
              admin.prepare(
                  answer(
                      "/api/v2/actions/actions/a1",
                      "{\"name\":\"office hours\",\"code\":\"api.access.deny('closed')\"}"));
            }),
        new Wrong(
            "log-deprecations",
            Warning.class,
            "1 notice, the last at 2999",
            admin -> {
              admin.prepare(answer("/api/v2/logs", "[]"));
              admin.prepare(answer("/api/v2/logs", "[]"));
              admin.prepare(
                  answer(
                      "/api/v2/logs",
                      "[{\"log_id\":\"1\",\"type\":\"depnote\",\"date\":"
                          + "\"2999-01-01T00:00:00.000Z\",\"client_id\":\""
                          + DemoTenant.GATEWAY_CLIENT_ID
                          + "\"}]"));
            }),
        new Wrong(
            "connection-brute-force",
            Failed.class,
            "off",
            admin -> admin.patch(CONNECTION, "{\"options\":{\"brute_force_protection\":false}}")),
        new Wrong(
            "audience",
            Failed.class,
            "no API",
            Map.of("PORTCULLIS_AUTH0_AUDIENCE", "https://nowhere.example.com")),
        new Wrong(
            "brute-force",
            Failed.class,
            "off",
            admin -> admin.patch(BRUTE_FORCE, "{\"enabled\":false}")),
        new Wrong(
            "brute-force",
            Failed.class,
            "only logs",
            admin -> admin.patch(BRUTE_FORCE, "{\"shields\":[\"user_notification\"]}")),
        new Wrong(
            "brute-force-mode",
            Warning.class,
            "count_per_identifier ",
            admin -> admin.patch(BRUTE_FORCE, "{\"mode\":\"count_per_identifier\"}")),
        new Wrong(
            "brute-force-threshold",
            Warning.class,
            "100",
            admin -> admin.patch(BRUTE_FORCE, "{\"max_attempts\":100}")),
        new Wrong(
            "brute-force-threshold",
            Warning.class,
            "mistype",
            admin -> admin.patch(BRUTE_FORCE, "{\"max_attempts\":1}")),
        new Wrong(
            "ip-throttling",
            Failed.class,
            "off",
            admin -> admin.patch(SUSPICIOUS_IP, "{\"enabled\":false}")),
        new Wrong(
            "ip-throttling-rate",
            Warning.class,
            "office",
            admin ->
                admin.patch(SUSPICIOUS_IP, "{\"stage\":{\"pre-login\":{\"max_attempts\":5}}}")),
        new Wrong(
            "ip-throttling-rate",
            Warning.class,
            "stuffing",
            admin ->
                admin.patch(
                    SUSPICIOUS_IP,
                    "{\"stage\":{\"pre-login\":{\"max_attempts\":2500,\"rate\":34560}}}")),
        new Wrong(
            "breached-passwords",
            Warning.class,
            "off",
            admin ->
                admin.patch(
                    "/api/v2/attack-protection/breached-password-detection",
                    "{\"enabled\":false}")),
        new Wrong(
            "allowlist-gateway",
            Warning.class,
            "127.0.0.1",
            admin -> admin.patch(BRUTE_FORCE, "{\"allowlist\":[\"127.0.0.1\"]}")),
        new Wrong(
            "allowlist-gateway",
            Failed.class,
            "no login is checked",
            admin -> {
              admin.trust(false);
              admin.patch(SUSPICIOUS_IP, "{\"allowlist\":[\"127.0.0.0/30\"]}");
            }),
        new Wrong(
            "allowlist-width",
            Failed.class,
            "0.0.0.0/0",
            admin -> admin.patch(BRUTE_FORCE, "{\"allowlist\":[\"0.0.0.0/0\"]}")),
        new Wrong(
            "allowlist-width",
            Warning.class,
            "198.51.0.0/16",
            admin -> admin.patch(BRUTE_FORCE, "{\"allowlist\":[\"198.51.0.0/16\"]}")),
        new Wrong(
            "allowlist-stale",
            Warning.class,
            "10.1.2.3",
            admin -> admin.patch(BRUTE_FORCE, "{\"allowlist\":[\"10.1.2.3\",\"198.51.100.7\"]}")),
        new Wrong(
            "bot-detection",
            Failed.class,
            "always",
            admin ->
                admin.patch(
                    "/api/v2/attack-protection/bot-detection",
                    "{\"challenge_password_policy\":\"always\"}")),
        new Wrong(
            "bot-detection",
            Warning.class,
            "when_risky",
            admin ->
                admin.patch(
                    "/api/v2/attack-protection/bot-detection",
                    "{\"challenge_password_policy\":\"when_risky\"}")),
        new Wrong(
            "rate-limit",
            Failed.class,
            "30 requests a second for 200 logins",
            Map.of("PORTCULLIS_DOCTOR_LOGINS_PER_SECOND", "200")),
        new Wrong(
            "rate-limit",
            Warning.class,
            "10 requests a second for 9 logins",
            seed -> seed.tokenRateLimit(TokenRateLimit.announcedOnly().withPerSecond(10)),
            Map.of("PORTCULLIS_DOCTOR_LOGINS_PER_SECOND", "9"),
            admin -> {}),
        new Wrong(
            "log-logins",
            Failed.class,
            "the header is ignored",
            admin -> {
              admin.trust(false);
              admin.logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD, "203.0.113.9");
            }),
        new Wrong(
            "log-logins",
            Warning.class,
            "ignored for others",
            admin -> {
              for (int i = 0; i < 2; i++) {
                admin.trust(false);
                admin.logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD, "203.0.113.9");
                admin.trust(true);
                admin.logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD, "203.0.113.9");
              }
            }),
        new Wrong(
            "log-proxies",
            Failed.class,
            "127.9.9.9",
            admin -> admin.logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD, "127.9.9.9")),
        new Wrong(
            "log-private",
            Failed.class,
            "10.9.9.9",
            admin -> admin.logIn(DemoTenant.BOB, DemoTenant.BOB_PASSWORD, "10.9.9.9")),
        new Wrong(
            "log-blocks",
            Failed.class,
            "the gateway itself",
            admin -> {
              for (int i = 0; i < 11; i++) {
                admin.logIn(DemoTenant.BOB, "wrong " + i, "");
              }
            }),
        new Wrong(
            "canary-login",
            Failed.class,
            "fix doctor.canary",
            Map.of("PORTCULLIS_DOCTOR_CANARY_PASSWORD", "not her password")),
        new Wrong(
            "canary-login",
            Failed.class,
            "second factor",
            Map.of(
                "PORTCULLIS_DOCTOR_CANARY_USERNAME", DemoTenant.MIA,
                "PORTCULLIS_DOCTOR_CANARY_PASSWORD", DemoTenant.MIA_PASSWORD)),
        new Wrong("canary-address", Failed.class, "was ignored", admin -> admin.trust(false)),
        new Wrong(
            "canary-egress",
            Warning.class,
            "127.0.0.1, which is not in doctor.egress",
            Map.of("PORTCULLIS_DOCTOR_EGRESS", "198.51.100.20")));
  }

  private static String answer(String path, String body) {
    return "{\"path\":\"" + path + "\",\"body\":" + body + "}";
  }

  /** The tenant's one connection, with these options. */
  private static String connection(String options) {
    return answer(
        "/api/v2/connections",
        "[{\"id\":\"con_Demo0123456789AB\",\"name\":\""
            + DemoTenant.CONNECTION
            + "\",\"strategy\":\"auth0\",\"options\":"
            + options
            + "}]");
  }

  @ParameterizedTest
  @MethodSource("wrongs")
  void what_is_wrong_is_found(Wrong wrong) {
    TenantDefinition seed = wrong.seed().apply(TenantDefinition.demo().toBuilder()).build();
    try (Auth0Emulator tenant = tenant(seed);
        TenantAdmin admin = new TenantAdmin(tenant)) {
      wrong.change().accept(admin);

      Diagnosis diagnosis =
          diagnose(
              DoctorFile.settings(directory, tenant, wrong.settings()),
              Selection.only(wrong.check()));

      CheckResult result = result(diagnosis, wrong.check());
      assertThat(result).isInstanceOf(wrong.result());
      assertThat(result.text()).contains(wrong.named());
    }
  }

  @Test
  void on_the_demo_tenant_nothing_is_wrong() {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo())) {

      Diagnosis diagnosis =
          diagnose(
              DoctorFile.settings(
                  directory, tenant, Map.of("PORTCULLIS_DOCTOR_LOGINS_PER_SECOND", "5")));

      assertThat(diagnosis.findings())
          .allSatisfy(
              finding ->
                  assertThat(finding.result())
                      .isInstanceOfAny(Passed.class, CheckResult.NotApplicable.class));
      assertThat(diagnosis.status()).isEqualTo(Diagnosis.Status.GOOD);
      assertThat(diagnosis.findings().map(Finding::check)).isEqualTo(Checks.all());
    }
  }

  @Test
  void the_doctors_own_logins_prove_nothing_about_users() {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo());
        TenantAdmin admin = new TenantAdmin(tenant)) {
      admin.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "10.9.9.9");
      admin.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "127.9.9.9");

      Diagnosis diagnosis =
          diagnose(
              DoctorFile.settings(directory, tenant, Map.of()),
              Selection.only("log-logins", "log-private", "log-proxies"));

      assertThat(diagnosis.findings().map(Finding::result))
          .containsOnly(new CheckResult.NotApplicable("no login in this time"));
    }
  }

  @Test
  void a_feature_that_the_tenant_does_not_have_is_not_enabled_and_the_rest_is_checked() {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo());
        TenantAdmin admin = new TenantAdmin(tenant)) {
      admin.prepare(
          "{\"path\":\"/api/v2/attack-protection/bot-detection\",\"status\":403,\"body\":{"
              + "\"statusCode\":403,\"error\":\"Forbidden\",\"message\":"
              + "\"Bot Detection API is not enabled for this tenant.\","
              + "\"errorCode\":\"insufficient_scope\"}}");

      Diagnosis diagnosis = diagnose(DoctorFile.settings(directory, tenant, Map.of()));

      assertThat(result(diagnosis, "bot-detection"))
          .isEqualTo(
              new CheckResult.NotApplicable(
                  "not enabled: Bot Detection API is not enabled for this tenant."));
      assertThat(result(diagnosis, "brute-force")).isInstanceOf(Passed.class);
      assertThat(diagnosis.status()).isEqualTo(Diagnosis.Status.GOOD);
    }
  }

  /**
   * A new check needs a row here only if it judges a fact that no other check reads. Those without
   * a row: an emulator has no certificate and no secrets, and its name needs no look-up.
   */
  @Test
  void no_check_is_dropped_from_the_end_to_end_tests() {
    assertThat(wrongs().map(Wrong::check).distinct())
        .isSubsetOf(Checks.all().map(Check::id))
        .hasSizeGreaterThanOrEqualTo(47);
  }

  @Test
  void without_access_to_the_management_api_the_rest_is_checked() {
    try (Auth0Emulator tenant = tenant(TenantDefinition.demo())) {
      Settings settings = DoctorFile.settings(directory, tenant, Map.of());

      Diagnosis diagnosis = diagnose(settings.withDoctor(DoctorSettings.NONE));

      assertThat(result(diagnosis, "credentials")).isInstanceOf(Passed.class);
      assertThat(result(diagnosis, "management-access"))
          .isEqualTo(new NotChecked("management.client-id is not set"));
      assertThat(result(diagnosis, "trust-header")).isEqualTo(new Skipped("management-access"));
      assertThat(diagnosis.status()).isEqualTo(Diagnosis.Status.NOT_CHECKED);
    }
  }

  @Test
  void a_tenant_that_forbids_some_scopes_is_checked_as_far_as_it_allows() {
    TenantDefinition seed =
        TenantDefinition.demo().toBuilder()
            .application(
                TenantDefinition.demo()
                    .application(DemoTenant.MANAGEMENT_CLIENT_ID)
                    .orElseThrow()
                    .withManagementScopes("read:clients", "read:tenant_settings"))
            .build();
    try (Auth0Emulator tenant = tenant(seed)) {

      Diagnosis diagnosis = diagnose(DoctorFile.settings(directory, tenant, Map.of()));

      assertThat(result(diagnosis, "trust-header")).isInstanceOf(Passed.class);
      assertThat(result(diagnosis, "brute-force").text()).contains("read:attack_protection");
      assertThat(result(diagnosis, "connection").text()).contains("read:connections");
      assertThat(result(diagnosis, "log-logins").text()).contains("read:logs");
      assertThat(result(diagnosis, "canary-login").text()).contains("read:logs");
      assertThat(diagnosis.status()).isEqualTo(Diagnosis.Status.NOT_CHECKED);
      assertThat(tenant.tenant().received())
          .noneMatch(request -> request.grantType().equals(Optional.of("password")));
    }
  }

  static CheckResult result(Diagnosis diagnosis, String check) {
    return diagnosis.findings().find(it -> it.check().id().equals(check)).get().result();
  }

  static Diagnosis diagnose(Settings settings) {
    return diagnose(settings, Selection.ALL);
  }

  private static Diagnosis diagnose(Settings settings, Selection selection) {
    DoctorComponent doctor = DoctorComponent.of(settings);
    try {
      return doctor.diagnose().diagnose(selection, Duration.ofHours(1), Progress.SILENT);
    } finally {
      doctor.close();
    }
  }

  static Auth0Emulator tenant(TenantDefinition seed) {
    return Auth0Emulator.start(EmulatorSettings.defaults().withTenant(seed).withKeys(KEYS));
  }
}
