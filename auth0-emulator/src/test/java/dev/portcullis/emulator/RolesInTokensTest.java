package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.encoded;
import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.HostedClient.request;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.API_AUDIENCE;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.MANAGEMENT_CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Role-based access control: what the Management API assigns decides about scopes. */
class RolesInTokensTest {

  private static final String ALICE_ID = "auth0|000000000000000000000001";

  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(new TestClock()));
  private final Client client = new Client(emulator);
  private final HostedClient browser = new HostedClient(client);
  private final String[] admin = {"Authorization", "Bearer " + client.managementToken("")};

  @BeforeEach
  void enforce() {
    enforce("{\"enforce_policies\":true,\"token_dialect\":\"access_token_authz\"}");
  }

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void a_user_without_permissions_gets_no_scope_of_the_api() throws Exception {
    Answer answer = logIn("openid read:orders write:orders offline_access");

    assertThat(answer.json().get("scope").textValue()).isEqualTo("openid offline_access");
    assertThat(access(answer).getStringListClaim("permissions")).isEmpty();
  }

  @Test
  void own_permissions_and_those_of_roles_are_granted_and_listed_even_if_not_requested()
      throws Exception {
    permit("users/" + encoded(ALICE_ID), "write:orders");
    assign(role("Reader", "read:orders"));

    Answer answer = logIn("openid read:orders");

    assertThat(access(answer).getStringClaim("scope")).isEqualTo("openid read:orders");
    assertThat(access(answer).getStringListClaim("permissions"))
        .containsExactly("read:orders", "write:orders");
  }

  @Test
  void without_a_requested_scope_all_permitted_ones_are_granted() throws Exception {
    permit("users/" + encoded(ALICE_ID), "write:orders");

    Answer answer = client.token(with(login(ALICE, ALICE_PASSWORD), "audience", API_AUDIENCE));

    assertThat(answer.json().get("scope").textValue()).isEqualTo("write:orders");
  }

  @Test
  void a_refresh_follows_the_roles_of_that_moment() throws Exception {
    String role = role("Reader", "read:orders");
    assign(role);
    Answer first = logIn("openid read:orders offline_access");
    client.delete("/api/v2/roles/" + role, admin);

    Answer second =
        client.token(
            with(
                with(login(ALICE, ALICE_PASSWORD), "grant_type", "refresh_token"),
                "refresh_token",
                first.json().get("refresh_token").textValue()));

    assertThat(access(first).getStringClaim("scope")).contains("read:orders");
    assertThat(access(second).getStringClaim("scope")).isEqualTo("openid offline_access");
    assertThat(access(second).getStringListClaim("permissions")).isEmpty();
  }

  @Test
  void a_hosted_login_is_filtered_too() throws Exception {
    permit("users/" + encoded(ALICE_ID), "read:orders");
    Map<String, String> request =
        with(with(request(), "audience", API_AUDIENCE), "scope", "openid read:orders write:orders");

    Answer tokens =
        browser.exchange(HostedClient.code(browser.logIn(request, ALICE, ALICE_PASSWORD)));

    assertThat(tokens.json().get("scope").textValue()).isEqualTo("openid read:orders");
    assertThat(access(tokens).getStringListClaim("permissions")).containsExactly("read:orders");
  }

  @Test
  void the_permissions_of_a_machine_are_those_of_its_client_grant() throws Exception {
    post(
        "client-grants",
        "{\"client_id\":\"%s\",\"audience\":\"%s\",\"scope\":[\"read:orders\"]}"
            .formatted(MANAGEMENT_CLIENT_ID, API_AUDIENCE));

    Answer answer =
        client.token(
            Map.of(
                "grant_type",
                "client_credentials",
                "client_id",
                MANAGEMENT_CLIENT_ID,
                "client_secret",
                DemoTenant.MANAGEMENT_CLIENT_SECRET,
                "audience",
                API_AUDIENCE));

    assertThat(access(answer).getStringListClaim("permissions")).containsExactly("read:orders");
    assertThat(access(answer).getStringClaim("gty")).isEqualTo("client-credentials");
  }

  @Test
  void a_permission_that_the_api_no_longer_has_is_worth_nothing() throws Exception {
    permit("users/" + encoded(ALICE_ID), "read:orders");
    enforce("{\"scopes\":[{\"value\":\"write:orders\"}]}");

    Answer answer = logIn("openid read:orders");

    assertThat(access(answer).getStringClaim("scope")).isEqualTo("openid");
    assertThat(access(answer).getStringListClaim("permissions")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "true, access_token, JWT, false",
    "true, access_token_authz, JWT, true",
    "false, access_token_authz, JWT, false",
    "true, rfc9068_profile, at+jwt, false",
    "true, rfc9068_profile_authz, at+jwt, true",
    "false, rfc9068_profile, at+jwt, false"
  })
  void the_dialect_decides_about_profile_and_permissions(
      boolean enforced, String dialect, String type, boolean permissions) throws Exception {
    enforce("{\"enforce_policies\":%s,\"token_dialect\":\"%s\"}".formatted(enforced, dialect));

    Answer answer = logIn("openid read:orders");

    SignedJWT token = SignedJWT.parse(answer.json().get("access_token").textValue());
    Map<String, Object> claims = token.getJWTClaimsSet().getClaims();
    boolean rfc9068 = type.equals("at+jwt");
    assertThat(token.getHeader().getType().getType()).isEqualTo(type);
    assertThat(claims.containsKey("permissions")).isEqualTo(permissions);
    assertThat(claims.get(rfc9068 ? "client_id" : "azp")).isEqualTo(GATEWAY_CLIENT_ID);
    assertThat(claims).containsKey("jti").doesNotContainKey(rfc9068 ? "azp" : "client_id");
    assertThat(claims.containsKey("gty")).isEqualTo(!rfc9068);
    assertThat(String.valueOf(claims.get("scope")).contains("read:orders")).isEqualTo(!enforced);
    assertThat(
            client
                .get(
                    "/userinfo",
                    "Authorization",
                    "Bearer " + answer.json().get("access_token").textValue())
                .status())
        .isEqualTo(200);
  }

  private void enforce(String change) {
    String id = client.get("/api/v2/resource-servers", admin).json().get(0).path("id").asText();
    Answer answer = client.patch("/api/v2/resource-servers/" + id, change, admin);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private String role(String name, String permission) {
    String id = post("roles", "{\"name\":\"" + name + "\"}").json().get("id").textValue();
    permit("roles/" + id, permission);
    return id;
  }

  private void permit(String holder, String permission) {
    post(
        holder + "/permissions",
        "{\"permissions\":[{\"resource_server_identifier\":\"%s\",\"permission_name\":\"%s\"}]}"
            .formatted(API_AUDIENCE, permission));
  }

  private void assign(String role) {
    post("users/" + encoded(ALICE_ID) + "/roles", "{\"roles\":[\"" + role + "\"]}");
  }

  private Answer post(String path, String body) {
    Answer answer = client.post("/api/v2/" + path, "application/json", body, admin);
    assertThat(answer.status()).as(answer.body()).isLessThan(300);
    return answer;
  }

  private Answer logIn(String scope) {
    Answer answer =
        client.token(
            with(with(login(ALICE, ALICE_PASSWORD), "audience", API_AUDIENCE), "scope", scope));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer;
  }

  private static JWTClaimsSet access(Answer answer) throws java.text.ParseException {
    return SignedJWT.parse(answer.json().get("access_token").textValue()).getJWTClaimsSet();
  }
}
