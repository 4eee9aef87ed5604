package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.Client.without;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.API_AUDIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.protection.TokenRateLimit;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class TokenEndpointTest {

  private static final Map<String, String> LOGIN = login(ALICE, ALICE_PASSWORD);
  private static final String FORM = "application/x-www-form-urlencoded";

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(clock));
  private final Client client = new Client(emulator);

  @AfterAll
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void a_login_is_answered_with_the_headers_of_auth0() {
    clock.advance(Duration.ofSeconds(1));

    Answer answer = client.token(LOGIN);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).containsExactly("application/json");
    assertThat(answer.header("Cache-Control")).containsExactly("no-store");
    assertThat(answer.header("Pragma")).containsExactly("no-cache");
    assertThat(answer.header("X-RateLimit-Limit")).containsExactly("30");
    assertThat(answer.header("X-RateLimit-Remaining")).containsExactly("29");
    assertThat(answer.header("X-RateLimit-Reset"))
        .containsExactly(Long.toString(clock.instant().getEpochSecond() + 1));
    assertThat(answer.header("X-Auth0-RequestId"))
        .singleElement()
        .asString()
        .matches("[0-9a-f]{20}");
  }

  @Test
  void an_access_token_for_an_api_is_signed_with_the_published_key() throws Exception {
    Map<String, String> form =
        with(with(LOGIN, "audience", API_AUDIENCE), "scope", "openid read:orders");

    Answer answer = client.token(form);

    SignedJWT jwt = SignedJWT.parse(answer.json().get("access_token").textValue());
    RSAKey key =
        JWKSet.parse(client.get("/.well-known/jwks.json").body())
            .getKeyByKeyId(jwt.getHeader().getKeyID())
            .toRSAKey();
    assertThat(jwt.verify(new RSASSAVerifier(key))).isTrue();
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo(emulator.issuer());
    assertThat(claims.getSubject()).isEqualTo("auth0|000000000000000000000001");
    assertThat(claims.getAudience()).containsExactly(API_AUDIENCE, emulator.issuer() + "userinfo");
    assertThat(claims.getClaim("azp")).isEqualTo(DemoTenant.GATEWAY_CLIENT_ID);
    assertThat(claims.getClaim("gty")).isEqualTo("password");
    assertThat(claims.getClaim("scope")).isEqualTo("openid read:orders");
    assertThat(claims.getIssueTime().toInstant().getEpochSecond())
        .isEqualTo(clock.instant().getEpochSecond());
    assertThat(claims.getExpirationTime().toInstant().getEpochSecond())
        .isEqualTo(clock.instant().getEpochSecond() + 86_400);
    SignedJWT idToken = SignedJWT.parse(answer.json().get("id_token").textValue());
    assertThat(idToken.getJWTClaimsSet().getAudience())
        .containsExactly(DemoTenant.GATEWAY_CLIENT_ID);
  }

  @Test
  void the_published_key_comes_with_a_certificate_of_it() throws Exception {
    JsonNode jwk = client.get("/.well-known/jwks.json").json().get("keys").get(0);
    byte[] der = Base64.getDecoder().decode(jwk.get("x5c").get(0).textValue());

    Certificate certificate =
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));

    certificate.verify(certificate.getPublicKey());
    assertThat(certificate.getPublicKey()).isEqualTo(RSAKey.parse(jwk.toString()).toRSAPublicKey());
    assertThat(Base64.getUrlDecoder().decode(jwk.get("x5t").textValue()))
        .isEqualTo(MessageDigest.getInstance("SHA-1").digest(der));
  }

  @Test
  void a_login_without_an_audience_gets_an_opaque_token_and_the_openid_scopes() {
    Answer answer = client.token(LOGIN);

    assertThat(answer.json().get("access_token").textValue()).doesNotContain(".");
    assertThat(answer.json().get("scope").textValue())
        .isEqualTo("openid profile email address phone");
    assertThat(answer.json().get("expires_in").intValue()).isEqualTo(86_400);
    assertThat(answer.json().get("token_type").textValue()).isEqualTo("Bearer");
    assertThat(answer.json().has("refresh_token")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "read:orders, false, ''",
    "read:orders write:everything, true, read:orders",
    "'', true, read:orders write:orders",
    "openid, true, openid profile email address phone",
    "read:orders offline_access, false, ''",
  })
  void the_scope_is_returned_only_where_it_differs(
      String requested, boolean returned, String granted) {
    Map<String, String> form = with(with(LOGIN, "audience", API_AUDIENCE), "scope", requested);

    Answer answer = client.token(form);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().has("scope")).isEqualTo(returned);
    assertThat(answer.json().path("scope").asText()).isEqualTo(granted);
    assertThat(answer.json().has("refresh_token")).isEqualTo(requested.contains("offline_access"));
  }

  @Test
  void json_bodies_realms_and_basic_authentication_are_accepted() throws Exception {
    Map<String, String> body = new LinkedHashMap<>(LOGIN);
    body.put("grant_type", "http://auth0.com/oauth/grant-type/password-realm");
    body.put("realm", DemoTenant.CONNECTION);
    body.put("unknown", "ignored");
    body.remove("client_secret");
    String basic =
        Base64.getEncoder()
            .encodeToString(
                (DemoTenant.GATEWAY_CLIENT_ID + ":" + DemoTenant.GATEWAY_CLIENT_SECRET)
                    .getBytes(StandardCharsets.UTF_8));

    Answer answer =
        client.post(
            "/oauth/token",
            "application/json; charset=utf-8",
            Client.JSON.writeValueAsString(body),
            "Authorization",
            "Basic " + basic);

    assertThat(answer.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "demo%2Dsecret%2Dof%2Dthe%2Dlogin%2Dgateway%2Dnot%2Dfor%2Dproduction%2Duse%2D0000000, 200",
    "demo%2Dsecret, 401",
    "%zz, 401"
  })
  void basic_credentials_may_be_form_encoded(String secret, int status) {
    String basic =
        Base64.getEncoder()
            .encodeToString(
                (DemoTenant.GATEWAY_CLIENT_ID + ":" + secret).getBytes(StandardCharsets.UTF_8));

    Answer answer =
        client.token(without(LOGIN, "client_secret"), "Authorization", "Basic " + basic);

    assertThat(answer.status()).isEqualTo(status);
  }

  @Test
  void a_password_beyond_ascii_survives_the_form() {
    Answer answer = client.token(login("BOB@Example.com", DemoTenant.BOB_PASSWORD));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void an_unknown_user_and_a_wrong_password_answer_alike() {
    Answer unknown = client.token(login("nobody@example.com", "wrong"));
    Answer wrong = client.token(login(ALICE, "wrong"));

    assertThat(unknown.status()).isEqualTo(403).isEqualTo(wrong.status());
    assertThat(unknown.body())
        .isEqualTo(
            "{\"error\":\"invalid_grant\",\"error_description\":\"Wrong email or password.\"}")
        .isEqualTo(wrong.body());
  }

  @Test
  void a_user_blocked_by_an_administrator_learns_it_only_with_the_right_password() {
    Answer right = client.token(login(DemoTenant.BLOCKED, DemoTenant.BLOCKED_PASSWORD));
    Answer wrong = client.token(login(DemoTenant.BLOCKED, "wrong"));

    assertThat(right.verdict()).isEqualTo("401 unauthorized");
    assertThat(right.json().get("error_description").textValue()).isEqualTo("user is blocked");
    assertThat(wrong.verdict()).isEqualTo("403 invalid_grant");
  }

  @ParameterizedTest
  @CsvSource({
    "grant_type, '', 400 invalid_request, Missing required parameter: grant_type",
    "username, '', 400 invalid_request, Missing required parameter: username",
    "password, '', 400 invalid_request, Missing required parameter: password",
    "client_id, '', 401 invalid_client, Missing client_id",
    "client_id, UnknownClient0123456789012345678, 401 access_denied, Unauthorized",
    "client_secret, '', 401 access_denied, Unauthorized",
    "client_secret, wrong, 401 access_denied, Unauthorized",
    "grant_type, implicit, 400 unsupported_grant_type, Unsupported grant type: implicit",
    "audience, https://other.example.com, 400 invalid_request,"
        + " invalid audience specified for password grant exchange",
  })
  void a_defective_request_is_refused(
      String parameter, String value, String verdict, String description) {
    Answer answer = client.token(with(LOGIN, parameter, value));

    assertThat(answer.verdict()).isEqualTo(verdict);
    assertThat(answer.json().get("error_description").textValue()).isEqualTo(description);
  }

  @Test
  void a_realm_that_is_missing_or_unknown_is_refused() {
    Map<String, String> form =
        with(LOGIN, "grant_type", "http://auth0.com/oauth/grant-type/password-realm");

    Answer missing = client.token(form);
    Answer unknown = client.token(with(form, "realm", "nowhere"));

    assertThat(missing.json().get("error_description").textValue())
        .isEqualTo("Missing required parameter: realm");
    assertThat(unknown.verdict()).isEqualTo("400 invalid_request");
    assertThat(unknown.json().get("error_description").textValue())
        .isEqualTo("Unknown realm nowhere.");
  }

  @Test
  void an_application_without_the_grant_is_refused() {
    Map<String, String> form =
        with(
            with(LOGIN, "client_id", DemoTenant.MANAGEMENT_CLIENT_ID),
            "client_secret",
            DemoTenant.MANAGEMENT_CLIENT_SECRET);

    Answer answer = client.token(form);

    assertThat(answer.verdict()).isEqualTo("403 unauthorized_client");
    assertThat(answer.json().get("error_description").textValue())
        .isEqualTo("Grant type 'password' not allowed for the client.");
  }

  @Test
  void a_tenant_without_a_default_directory_cannot_serve_the_password_grant() {
    TenantDefinition definition =
        TenantDefinition.demo().toBuilder().defaultDirectory(null).build();
    try (Auth0Emulator other = Auth0Emulator.start(TestSettings.at(clock).withTenant(definition));
        Client caller = new Client(other)) {

      Answer answer = caller.token(LOGIN);

      assertThat(answer.verdict()).isEqualTo("500 server_error");
      assertThat(answer.json().get("error_description").textValue())
          .isEqualTo("Authorization server not configured with default connection.");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "grant_type=password&grant_type=password, Duplicate parameter",
    "grant_type=password&username=a&username=, Duplicate parameter",
    "grant_type=%zz, Malformed form encoding",
    "grant_type=%f, Malformed form encoding",
    "username=%ff, Malformed form encoding",
  })
  void a_form_that_is_ambiguous_or_malformed_is_refused(String body, String description) {
    Answer answer = client.post("/oauth/token", FORM, body);

    assertThat(answer.verdict()).isEqualTo("400 invalid_request");
    assertThat(answer.json().get("error_description").textValue()).isEqualTo(description);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"grant_type\":\"password\",\"grant_type\":\"password\"}",
        "{\"grant_type\":\"password\"",
        "{} trailing",
        "[]",
        "",
        "{\"grant_type\":[\"password\"]}",
        "{\"password\":17}",
      })
  void json_that_is_ambiguous_or_malformed_is_refused(String body) {
    Answer answer = client.post("/oauth/token", "application/json", body);

    assertThat(answer.verdict()).isEqualTo("400 invalid_request");
  }

  @Test
  void a_body_of_more_than_64_kib_is_refused() {
    Answer answer = client.post("/oauth/token", FORM, "a=" + "x".repeat(64 * 1024));

    assertThat(answer.status()).isEqualTo(413);
  }

  @Test
  void two_client_authentications_at_once_are_refused() {
    Answer answer = client.token(LOGIN, "Authorization", "Basic " + "YTpi");

    assertThat(answer.verdict()).isEqualTo("400 invalid_request");
  }

  @Test
  void an_enforced_rate_limit_refuses_until_the_next_second() {
    TenantDefinition definition =
        TenantDefinition.demo().toBuilder()
            .tokenRateLimit(TokenRateLimit.announcedOnly().withPerSecond(2).withEnforced(true))
            .build();
    EmulatorSettings settings = TestSettings.at(clock).withTenant(definition);
    try (Auth0Emulator other = Auth0Emulator.start(settings);
        Client caller = new Client(other)) {
      caller.token(LOGIN);
      caller.token(LOGIN);

      Answer third = caller.token(LOGIN);

      assertThat(third.verdict()).isEqualTo("429 too_many_requests");
      assertThat(third.header("X-RateLimit-Remaining")).containsExactly("0");
      clock.advance(Duration.ofSeconds(1));
      assertThat(caller.token(LOGIN).status()).isEqualTo(200);
    }
  }

  @Test
  void client_credentials_give_management_tokens_of_granted_scopes_only() throws Exception {
    Map<String, String> form =
        Map.of(
            "grant_type",
            "client_credentials",
            "client_id",
            DemoTenant.MANAGEMENT_CLIENT_ID,
            "client_secret",
            DemoTenant.MANAGEMENT_CLIENT_SECRET,
            "audience",
            emulator.issuer() + "api/v2/");

    Answer all = client.token(form);
    Answer foreign = client.token(with(form, "scope", "delete:tenants"));
    Answer nowhere = client.token(with(form, "audience", "https://other.example.com"));
    Answer ungranted = client.token(with(form, "audience", API_AUDIENCE));

    JWTClaimsSet claims =
        SignedJWT.parse(all.json().get("access_token").textValue()).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo(DemoTenant.MANAGEMENT_CLIENT_ID + "@clients");
    assertThat(claims.getClaim("gty")).isEqualTo("client-credentials");
    assertThat(all.json().get("scope").textValue().split(" ", -1))
        .contains("read:logs", "read:users")
        .doesNotContain("delete:tenants");
    assertThat(List.of(foreign.verdict(), nowhere.verdict(), ungranted.verdict()))
        .containsOnly("403 access_denied");
    assertThat(nowhere.json().get("error_description").textValue())
        .isEqualTo("Service not found: https://other.example.com");
  }

  @Test
  void a_wrong_verb_is_405_and_an_unknown_path_404() {
    Answer verb = client.get("/oauth/token");
    Answer path = client.get("/nowhere");

    assertThat(verb.verdict()).isEqualTo("405 Method Not Allowed");
    assertThat(verb.header("Allow")).containsExactly("POST");
    assertThat(path.verdict()).isEqualTo("404 Not Found");
    assertThat(path.json().get("statusCode").intValue()).isEqualTo(404);
  }

  @Test
  void the_discovery_document_names_the_token_endpoint() {
    Answer answer = client.get("/.well-known/openid-configuration");

    assertThat(answer.json().get("issuer").textValue()).isEqualTo(emulator.issuer()).endsWith("/");
    assertThat(answer.json().get("token_endpoint").textValue())
        .isEqualTo(emulator.issuer() + "oauth/token");
  }

  @Test
  void a_missing_secret_is_no_way_in() {
    Answer answer = client.token(without(LOGIN, "client_secret"));

    assertThat(answer.verdict()).isEqualTo("401 access_denied");
  }
}
