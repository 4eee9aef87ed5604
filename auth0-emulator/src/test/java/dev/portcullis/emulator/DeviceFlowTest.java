package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.HostedClient.location;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.API_AUDIENCE;
import static dev.portcullis.emulator.tenant.DemoTenant.BLOCKED;
import static dev.portcullis.emulator.tenant.DemoTenant.BLOCKED_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.CONNECTION;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_OTP_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.internal.mfa.Codes;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.Application.OrganizationPrompt;
import dev.portcullis.emulator.tenant.Application.OrganizationUsage;
import dev.portcullis.emulator.tenant.GrantType;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.TokenRule;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The device flow, RFC 8628: the device polls, the user logs in with a browser. */
class DeviceFlowTest {

  static final String DEVICE_CLIENT_ID = "DeviceClient00000000000000000001";
  private static final String GRANT = "urn:ietf:params:oauth:grant-type:device_code";

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator =
      Auth0Emulator.start(TestSettings.at(clock).withTenant(tenant(true)));
  private final Client client = new Client(emulator);
  private final HostedClient browser = new HostedClient(client);

  /** The demo tenant with an application of the device flow. */
  static TenantDefinition tenant(boolean firstParty) {
    TenantDefinition demo = TenantDefinition.demo();
    Set<String> clients = new HashSet<>(demo.connection(CONNECTION).orElseThrow().enabledClients());
    clients.add(DEVICE_CLIENT_ID);
    return demo.toBuilder()
        .application(
            Application.publicClient(
                    DEVICE_CLIENT_ID, "Television", GrantType.DEVICE_CODE, GrantType.REFRESH_TOKEN)
                .toBuilder()
                .firstParty(firstParty)
                .build())
        .connection(demo.connection(CONNECTION).orElseThrow().withEnabledClients(clients))
        .build();
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void a_device_gets_codes_of_auth0s_form() {
    Answer answer = start("openid");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).containsExactly("no-store");
    String userCode = answer.json().get("user_code").textValue();
    assertThat(userCode).matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
    assertThat(answer.json().get("device_code").textValue()).hasSize(43);
    assertThat(answer.json().get("expires_in").intValue()).isEqualTo(900);
    assertThat(answer.json().get("interval").intValue()).isEqualTo(5);
    assertThat(answer.json().get("verification_uri").textValue())
        .isEqualTo(emulator.issuer() + "activate");
    assertThat(answer.json().get("verification_uri_complete").textValue())
        .isEqualTo(emulator.issuer() + "activate?user_code=" + userCode);
    assertThat(
            client
                .get("/.well-known/openid-configuration")
                .json()
                .get("device_authorization_endpoint")
                .textValue())
        .isEqualTo(emulator.issuer() + "oauth/device/code");
  }

  @Test
  void a_user_who_enters_the_code_and_logs_in_gives_the_device_tokens() throws Exception {
    Answer device = start("openid email offline_access read:orders unknown:scope", API_AUDIENCE);
    Answer early = poll(device);

    Answer form = browser.get("/activate");
    Answer entered =
        browser.post(
            "/activate",
            Map.of("user_code", " " + userCode(device).toLowerCase(Locale.ROOT) + " "));
    Answer confirmation = browser.get(location(entered));
    Answer login = browser.post(location(entered), Map.of("answer", "confirm"));
    Answer done =
        browser.post(location(login), Map.of("username", ALICE, "password", ALICE_PASSWORD));

    assertThat(early.verdict()).isEqualTo("403 authorization_pending");
    assertThat(early.body()).contains("User has yet to authorize device code.");
    assertThat(form.body()).contains("Enter the code that your device shows.");
    assertThat(confirmation.body()).contains(userCode(device)).contains("Television");
    assertThat(location(login)).startsWith("/u/login?state=");
    assertThat(done.status()).isEqualTo(200);
    assertThat(done.body()).contains("Your device is connected");
    Answer tokens = poll(device);
    assertThat(tokens.status()).isEqualTo(200);
    assertThat(tokens.json().get("scope").textValue())
        .isEqualTo("openid email offline_access read:orders");
    JWTClaimsSet access =
        SignedJWT.parse(tokens.json().get("access_token").textValue()).getJWTClaimsSet();
    assertThat(access.getAudience()).containsExactly(API_AUDIENCE, emulator.issuer() + "userinfo");
    assertThat(access.getClaim("azp")).isEqualTo(DEVICE_CLIENT_ID);
    assertThat(
            SignedJWT.parse(tokens.json().get("id_token").textValue())
                .getJWTClaimsSet()
                .getClaim("email"))
        .isEqualTo(ALICE);
    assertThat(poll(device).verdict()).isEqualTo("403 invalid_grant");
    Answer renewed =
        client.token(
            Map.of(
                "grant_type",
                "refresh_token",
                "client_id",
                DEVICE_CLIENT_ID,
                "refresh_token",
                tokens.json().get("refresh_token").textValue()));
    assertThat(renewed.status()).isEqualTo(200);
    assertThat(types()).containsExactly("s", "sede", "fede", "sertft");
  }

  @Test
  void a_token_rule_gives_a_device_claims_or_denies_it() throws Exception {
    emulator
        .tenant()
        .configure(
            builder ->
                builder.tokenRules(
                    List.of(
                        TokenRule.EMPTY
                            .withWhen("event.transaction.protocol == \"oauth2-device-code\"")
                            .withIdToken(Map.of("https://example.com/seat", 12)),
                        TokenRule.EMPTY.withUsers(List.of(BOB)).withDeny("Not Bob."))));
    browser.logIn(HostedClient.request(), ALICE, ALICE_PASSWORD);
    Answer allowed = start("openid");
    confirm(allowed);
    browser.forget("auth0");
    browser.logIn(HostedClient.request(), BOB, BOB_PASSWORD);
    Answer denied = start("openid");
    confirm(denied);

    Answer tokens = poll(allowed);
    Answer none = poll(denied);

    assertThat(
            SignedJWT.parse(tokens.json().get("id_token").textValue())
                .getJWTClaimsSet()
                .getClaim("https://example.com/seat"))
        .isEqualTo(12L);
    assertThat(none.verdict()).isEqualTo("403 access_denied");
    assertThat(none.body()).contains("Not Bob.");
    assertThat(emulator.tenant().logs().getLast().type().code()).isEqualTo("fede");
  }

  /** By the session of a browser that is logged in. */
  private void confirm(Answer device) {
    Answer page = browser.get("/activate?user_code=" + userCode(device));
    Answer done = browser.post(location(page), Map.of("answer", "confirm"));
    assertThat(done.status()).isEqualTo(200);
  }

  @Test
  void the_complete_address_leads_to_the_confirmation_and_a_session_needs_no_login() {
    browser.logIn(HostedClient.request(), ALICE, ALICE_PASSWORD);
    Answer device = start("openid");

    Answer complete = browser.get("/activate?user_code=" + userCode(device));
    Answer done = browser.post(location(complete), Map.of("answer", "confirm"));

    assertThat(location(complete)).startsWith("/u/device?state=");
    assertThat(done.body()).contains("Your device is connected");
    assertThat(poll(device).status()).isEqualTo(200);
  }

  @Test
  void the_pages_after_the_code_speak_the_languages_that_its_page_was_asked_for() {
    browser.logIn(HostedClient.request(), ALICE, ALICE_PASSWORD);
    String path = "/activate?user_code=" + userCode(start("openid")) + "&ui_locales=de";

    String confirmation = location(browser.get(path));
    Answer asked = browser.get(confirmation, "Accept-Language", "fr");
    Answer done = browser.post(confirmation, Map.of("answer", "confirm"), "Accept-Language", "fr");

    assertThat(asked.body()).contains("Gerät bestätigen");
    assertThat(done.body()).contains("Ihr Gerät ist verbunden");
  }

  @Test
  void a_user_who_cancels_denies_the_device_once() {
    Answer device = start("openid");
    Answer entered = browser.post("/activate", Map.of("user_code", userCode(device)));

    Answer cancelled = browser.post(location(entered), Map.of("answer", "cancel"));

    assertThat(cancelled.body()).contains("Your device is not connected");
    Answer denied = poll(device);
    assertThat(denied.verdict()).isEqualTo("403 access_denied");
    assertThat(denied.body()).contains("User cancelled the confirmation prompt.");
    assertThat(poll(device).verdict()).isEqualTo("403 invalid_grant");
    assertThat(browser.post("/activate", Map.of("user_code", userCode(device))).status())
        .isEqualTo(400);
    assertThat(types()).containsExactly("fdecc", "fede", "fede", "fdeac");
  }

  @Test
  void a_device_that_polls_within_five_seconds_has_to_slow_down() {
    Answer device = start("openid");

    String first = poll(device).verdict();
    clock.advance(Duration.ofSeconds(4));
    Answer second = poll(device);
    clock.advance(Duration.ofSeconds(5));
    String third = poll(device).verdict();

    assertThat(first).isEqualTo("403 authorization_pending").isEqualTo(third);
    assertThat(second.verdict()).isEqualTo("429 slow_down");
    assertThat(second.body()).contains("faster than the specified interval of 5 seconds");
    assertThat(types()).isEmpty();
  }

  @Test
  void after_fifteen_minutes_the_codes_are_expired_and_it_is_said_once() {
    Answer device = start("openid");
    Answer entered = browser.post("/activate", Map.of("user_code", userCode(device)));
    clock.advance(Duration.ofMinutes(15));

    Answer confirmed = browser.post(location(entered), Map.of("answer", "confirm"));
    Answer again = browser.post("/activate", Map.of("user_code", userCode(device)));

    assertThat(confirmed.body()).contains("This code has expired");
    assertThat(again.body()).contains("That code is wrong or has expired.");
    assertThat(poll(device).verdict()).isEqualTo("403 expired_token");
    assertThat(poll(device).verdict()).isEqualTo("403 invalid_grant");
  }

  @Test
  void a_login_that_outlasts_the_code_connects_nothing() {
    Answer device = start("openid");
    Answer login = login(device);
    clock.advance(Duration.ofMinutes(15));

    Answer late =
        browser.post(location(login), Map.of("username", ALICE, "password", ALICE_PASSWORD));

    assertThat(late.status()).isEqualTo(400);
    assertThat(late.body()).contains("This code has expired");
    assertThat(poll(device).verdict()).isEqualTo("403 expired_token");
  }

  @Test
  void a_blocked_user_ends_the_flow() {
    Answer device = start("openid");
    Answer login = login(device);

    Answer blocked =
        browser.post(location(login), Map.of("username", BLOCKED, "password", BLOCKED_PASSWORD));

    assertThat(blocked.status()).isEqualTo(403);
    assertThat(blocked.body()).contains("user is blocked");
    assertThat(poll(device).verdict()).isEqualTo("403 access_denied");
    assertThat(types()).containsExactly("f", "fdeac", "fede");
  }

  @Test
  void a_second_factor_counts_for_the_device() throws Exception {
    Answer device = start("openid");
    Answer mfa =
        browser.post(location(login(device)), Map.of("username", MIA, "password", MIA_PASSWORD));
    String page = location(mfa).replace("/u/mfa?", "/u/mfa?with=otp&");

    Answer done =
        browser.post(
            page, Map.of("kind", "otp", "code", Codes.at(MIA_OTP_SECRET, clock.instant())));

    assertThat(done.body()).contains("Your device is connected");
    assertThat(
            SignedJWT.parse(poll(device).json().get("id_token").textValue())
                .getJWTClaimsSet()
                .getClaim("amr"))
        .isEqualTo(List.of("mfa"));
  }

  @Test
  void a_browser_that_did_not_enter_the_code_cannot_confirm_it() {
    Answer device = start("openid");
    Answer entered = browser.post("/activate", Map.of("user_code", userCode(device)));

    Answer other = new HostedClient(client).post(location(entered), Map.of("answer", "confirm"));

    assertThat(other.status()).isEqualTo(400);
    assertThat(poll(device).verdict()).isEqualTo("403 authorization_pending");
  }

  @Test
  void a_third_party_application_needs_consent_and_a_refusal_denies_the_device() {
    try (Auth0Emulator other =
            Auth0Emulator.start(TestSettings.at(clock).withTenant(tenant(false)));
        Client theirs = new Client(other)) {
      HostedClient user = new HostedClient(theirs);
      Answer device = start(theirs, "openid email", Map.of());
      Answer entered = user.post("/activate", Map.of("user_code", userCode(device)));
      Answer login = user.post(location(entered), Map.of("answer", "confirm"));
      Answer consent =
          user.post(location(login), Map.of("username", ALICE, "password", ALICE_PASSWORD));

      Answer declined = user.post(location(consent), Map.of("answer", "deny"));

      assertThat(location(consent)).startsWith("/u/consent");
      assertThat(declined.body()).contains("Your device is not connected");
      assertThat(theirs.token(pollOf(device)).verdict()).isEqualTo("403 access_denied");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "client_id, '', 401 invalid_client",
    "client_id, UnknownApplicationOfThirtyTwoCha, 401 access_denied",
    "audience, https://other.example.com, 403 access_denied"
  })
  void a_wrong_request_is_refused(String parameter, String value, String verdict) {
    Map<String, String> form =
        with(Map.of("client_id", DEVICE_CLIENT_ID, "scope", "openid"), parameter, value);

    Answer answer = client.form("/oauth/device/code", form);

    assertThat(answer.verdict()).isEqualTo(verdict);
    assertThat(types()).containsExactly("fdeaz");
  }

  @Test
  void an_application_without_the_grant_gets_no_codes_and_redeems_none() {
    Map<String, String> gateway =
        Map.of("client_id", GATEWAY_CLIENT_ID, "client_secret", GATEWAY_CLIENT_SECRET);

    Answer started = client.form("/oauth/device/code", gateway);
    Map<String, String> poll = new LinkedHashMap<>(pollOf(start("openid")));
    poll.putAll(gateway);
    Answer polled = client.token(poll);

    assertThat(started.verdict()).isEqualTo("403 unauthorized_client").isEqualTo(polled.verdict());
    assertThat(started.body()).contains("Grant type '" + GRANT + "' not allowed for the client.");
  }

  @Test
  void a_device_code_of_another_application_is_unknown_and_stays_valid() {
    Answer device = start("openid");
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.application(
                    Application.publicClient(
                        "DeviceClient00000000000000000002", "Radio", GrantType.DEVICE_CODE)));

    Answer foreign =
        client.token(with(pollOf(device), "client_id", "DeviceClient00000000000000000002"));

    assertThat(foreign.verdict()).isEqualTo("403 invalid_grant");
    assertThat(foreign.body()).contains("Invalid or expired device code.");
    assertThat(poll(device).verdict()).isEqualTo("403 authorization_pending");
  }

  @Test
  void the_tenants_charset_and_mask_form_the_user_code() {
    String token = client.managementToken("update:tenant_settings read:tenant_settings");
    String path = "/api/v2/tenants/settings";

    Answer changed =
        client.patch(
            path,
            "{\"device_flow\":{\"charset\":\"digits\",\"mask\":\"*** ***-***\"}}",
            "Authorization",
            "Bearer " + token);
    Answer wrong =
        client.patch(
            path, "{\"device_flow\":{\"mask\":\"AAA\"}}", "Authorization", "Bearer " + token);

    assertThat(changed.json().get("device_flow").get("charset").textValue()).isEqualTo("digits");
    assertThat(wrong.status()).isEqualTo(400);
    Answer device = start("openid");
    assertThat(userCode(device)).matches("[0-9]{3} [0-9]{3}-[0-9]{3}");
    assertThat(
            browser
                .post("/activate", Map.of("user_code", userCode(device).replaceAll("[- ]", "")))
                .status())
        .isEqualTo(302);
  }

  @Test
  void a_user_who_is_blocked_or_deleted_after_the_login_gives_the_device_no_tokens() {
    browser.logIn(HostedClient.request(), ALICE, ALICE_PASSWORD);
    Answer blocked = start("openid");
    confirm(blocked);
    Answer deleted = start("openid");
    confirm(deleted);
    String alice = "/api/v2/users/auth0%7C000000000000000000000001";
    String[] admin = {"Authorization", "Bearer " + client.managementToken("")};

    client.patch(alice, "{\"blocked\":true}", admin);
    Answer first = poll(blocked);
    client.delete(alice, admin);
    Answer second = poll(deleted);

    assertThat(first.verdict()).isEqualTo("401 unauthorized");
    assertThat(second.verdict()).isEqualTo("403 invalid_grant");
    assertThat(types()).endsWith("fede").contains("fede");
  }

  @Test
  void the_default_audience_is_meant_by_a_device_that_names_none() throws Exception {
    emulator.tenant().configure(tenant -> tenant.defaultAudience(API_AUDIENCE));
    browser.logIn(HostedClient.request(), ALICE, ALICE_PASSWORD);
    Answer device = start("openid read:orders");
    confirm(device);

    Answer tokens = poll(device);

    assertThat(
            SignedJWT.parse(tokens.json().get("access_token").textValue())
                .getJWTClaimsSet()
                .getAudience())
        .contains(API_AUDIENCE);
  }

  @Test
  void userinfo_is_an_audience_without_an_api() {
    browser.logIn(HostedClient.request(), ALICE, ALICE_PASSWORD);
    Answer device = start("openid", emulator.issuer() + "userinfo");
    confirm(device);

    Answer tokens = poll(device);

    assertThat(tokens.json().get("access_token").textValue()).doesNotContain(".");
  }

  @ParameterizedTest
  @CsvSource({
    "scope, 4096, 200",
    "scope, 4097, 400",
    "audience, 4097, 400",
    "client_id, 4097, 400"
  })
  void the_longest_parameter_is_taken(String parameter, int length, int status) {
    Answer answer =
        client.form(
            "/oauth/device/code",
            with(Map.of("client_id", DEVICE_CLIENT_ID), parameter, "x".repeat(length)));

    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void the_longest_typed_code_is_looked_up_and_a_longer_one_is_not_repeated() {
    Answer device = start("openid");
    String padded = userCode(device) + "-".repeat(64 - userCode(device).length());

    Answer longest = browser.post("/activate", Map.of("user_code", padded));
    Answer longer = browser.post("/activate", Map.of("user_code", padded + "-"));

    assertThat(longest.status()).isEqualTo(302);
    assertThat(longer.status()).isEqualTo(400);
    assertThat(longer.body()).doesNotContain(userCode(device));
  }

  @Test
  void a_user_who_is_in_no_organization_that_the_application_requires_connects_no_device() {
    emulator
        .tenant()
        .configure(
            tenant ->
                tenant.application(
                    tenant.build().application(DEVICE_CLIENT_ID).orElseThrow().toBuilder()
                        .organizationUsage(OrganizationUsage.REQUIRE)
                        .organizationPrompt(OrganizationPrompt.POST_LOGIN_PROMPT)
                        .build()));
    Answer device = start("openid");

    Answer refused =
        browser.post(
            location(login(device)), Map.of("username", ALICE, "password", ALICE_PASSWORD));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body()).contains("user does not belong to any organization");
    assertThat(poll(device).verdict()).isEqualTo("403 access_denied");
  }

  private Answer login(Answer device) {
    Answer entered = browser.post("/activate", Map.of("user_code", userCode(device)));
    return browser.post(location(entered), Map.of("answer", "confirm"));
  }

  private Answer start(String scope) {
    return start(client, scope, Map.of());
  }

  private Answer start(String scope, String audience) {
    return start(client, scope, Map.of("audience", audience));
  }

  private static Answer start(Client from, String scope, Map<String, String> more) {
    Map<String, String> form = new LinkedHashMap<>(more);
    form.put("client_id", DEVICE_CLIENT_ID);
    form.put("scope", scope);
    return from.form("/oauth/device/code", form);
  }

  private Answer poll(Answer device) {
    return client.token(pollOf(device));
  }

  private static Map<String, String> pollOf(Answer device) {
    return Map.of(
        "grant_type",
        GRANT,
        "client_id",
        DEVICE_CLIENT_ID,
        "device_code",
        device.json().get("device_code").textValue());
  }

  private static String userCode(Answer device) {
    return device.json().get("user_code").textValue();
  }

  private List<String> types() {
    return emulator.tenant().logs().stream().map(event -> event.type().code()).toList();
  }
}
