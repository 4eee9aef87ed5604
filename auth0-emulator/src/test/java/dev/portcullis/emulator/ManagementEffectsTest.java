package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.protection.TokenRateLimit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lists of the Management API show, and what writes have an effect on. */
@Timeout(60)
class ManagementEffectsTest {

  private static final String ALICE_ID = "auth0|000000000000000000000001";
  private static final String BOB_ID = "auth0|000000000000000000000002";

  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(new TestClock()));
  private final Client client = new Client(emulator);
  private final String[] admin = {"Authorization", "Bearer " + client.managementToken("")};

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "clients?surprise=1; Additional properties not allowed: surprise",
        "roles?surprise=1; Additional properties not allowed: surprise",
        "users?include_totals=maybe; Expected type boolean but found type string' on property"
            + " include_totals",
        "connections?page=x; page must be from 0 to 1000",
        "clients?page=10&per_page=100; You can only page through the first 1000 records",
        "clients?take=101; take must be from 1 to 100",
      })
  void a_query_that_does_not_fit_is_refused(String path, String problem) {
    Answer answer = client.get("/api/v2/" + path, admin);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("message").textValue()).contains(problem);
  }

  @Test
  void a_list_is_filtered_sorted_projected_and_counted() {
    JsonNode page =
        client
            .get(
                "/api/v2/clients?app_type=regular_web&fields=name&sort=name:-1&include_totals=true",
                admin)
            .json();

    assertThat(page.get("total").intValue()).isEqualTo(3);
    assertThat(page.get("clients").toString())
        .isEqualTo(
            "[{\"name\":\"Web application\"},{\"name\":\"Untrusted application\"},{\"name\":\"Login"
                + " gateway\"}]");
  }

  @Test
  void the_rate_limit_is_announced_and_refuses_only_if_it_is_enforced() {
    Answer announced = client.get("/api/v2/roles", admin);

    emulator.tenant().configure(tenant -> tenant.managementRateLimit(new TokenRateLimit(2, true)));
    client.get("/api/v2/roles", admin);
    Answer last = client.get("/api/v2/roles", admin);
    Answer refused = client.get("/api/v2/roles", admin);

    assertThat(announced.header("x-ratelimit-limit")).containsExactly("50");
    assertThat(announced.header("x-ratelimit-remaining")).containsExactly("49");
    assertThat(last.status()).isEqualTo(429);
    assertThat(refused.json().get("errorCode").textValue()).isEqualTo("too_many_requests");
    assertThat(refused.header("x-ratelimit-remaining")).containsExactly("0");
  }

  @Test
  void a_users_roles_are_those_of_the_role_and_end_with_it() {
    String role = post("roles", "{\"name\":\"Reader\"}").json().get("id").textValue();
    Answer unknown = post("users/" + encoded(ALICE_ID) + "/roles", "{\"roles\":[\"rol_none\"]}");

    Answer given = post("users/" + encoded(ALICE_ID) + "/roles", "{\"roles\":[\"" + role + "\"]}");
    post("roles/" + role + "/users", "{\"users\":[\"" + BOB_ID + "\"]}");

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(given.status()).isEqualTo(204);
    assertThat(get("users/" + encoded(BOB_ID) + "/roles")).hasSize(1);
    assertThat(get("roles/" + role + "/users"))
        .extracting(user -> user.get("user_id").textValue())
        .containsExactlyInAnyOrder(ALICE_ID, BOB_ID);
    client.delete("/api/v2/roles/" + role, admin);
    assertThat(get("users/" + encoded(ALICE_ID) + "/roles")).isEmpty();
  }

  @Test
  void a_client_grant_allows_scopes_until_it_is_deleted() {
    String id =
        post(
                "client-grants",
                "{\"client_id\":\""
                    + DemoTenant.MANAGEMENT_CLIENT_ID
                    + "\",\"audience\":\""
                    + DemoTenant.API_AUDIENCE
                    + "\",\"scope\":[\"read:orders\"]}")
            .json()
            .get("id")
            .textValue();
    Answer granted = machine();

    client.delete("/api/v2/client-grants/" + id, admin);
    Answer ended = machine();

    assertThat(granted.json().get("scope").textValue()).isEqualTo("read:orders");
    assertThat(ended.status()).isEqualTo(403);
  }

  /** What is made, and a member of it that is not there when it is made again without. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "client-grants | {'client_id':'CLIENT','audience':'API','scope':[] | organization_usage |"
            + " 'allow'",
        "resource-servers | {'identifier':'https://new.example.com','name':'a' |"
            + " consent_policy | 'transactional-authorization-with-mfa'",
        "connections | {'name':'a','strategy':'auth0' | metadata | {'a':'b'}",
        "roles | {'name':'a' | description | 'of before'",
      })
  void what_is_made_again_has_nothing_of_what_was_removed(
      String path, String made, String name, String value) {
    String plain =
        made.replace("CLIENT", DemoTenant.MANAGEMENT_CLIENT_ID)
            .replace("API", DemoTenant.API_AUDIENCE);
    JsonNode first =
        post(path, (plain + ",'" + name + "':" + value + "}").replace('\'', '"')).json();
    client.delete("/api/v2/" + path + "/" + encoded(first.path("id").asText()), admin);

    JsonNode second = post(path, (plain + "}").replace('\'', '"')).json();

    assertThat(first.path(name).toString()).isEqualTo(value.replace('\'', '"'));
    assertThat(second.path("id").asText()).isNotEmpty();
    assertThat(second.path(name).toString()).isNotEqualTo(first.path(name).toString());
    assertThat(get(path + "/" + encoded(second.path("id").asText())).path(name).toString())
        .isNotEqualTo(first.path(name).toString());
  }

  private Answer machine() {
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", DemoTenant.MANAGEMENT_CLIENT_ID);
    form.put("client_secret", DemoTenant.MANAGEMENT_CLIENT_SECRET);
    form.put("audience", DemoTenant.API_AUDIENCE);
    return client.token(form);
  }

  @Test
  void a_rotated_secret_replaces_the_one_before() {
    Answer rotated = post("clients/" + GATEWAY_CLIENT_ID + "/rotate-secret", "");
    String secret = rotated.json().get("client_secret").textValue();

    Answer old = client.token(login(ALICE, ALICE_PASSWORD));
    Answer fresh = client.token(with(login(ALICE, ALICE_PASSWORD), "client_secret", secret));

    assertThat(old.verdict()).isEqualTo("401 access_denied");
    assertThat(fresh.status()).isEqualTo(200);
  }

  @Test
  void a_password_policy_refuses_weak_passwords() {
    client.patch(
        "/api/v2/connections/con_Demo0123456789AB",
        "{\"options\":{\"passwordPolicy\":\"good\"}}",
        admin);

    Answer weak = user("weak@example.com", "password");
    Answer strong = user("strong@example.com", "Pass-word9");
    Answer signUp =
        client.post(
            "/dbconnections/signup",
            "application/json",
            "{\"client_id\":\""
                + GATEWAY_CLIENT_ID
                + "\",\"connection\":\"Username-Password-Authentication\","
                + "\"email\":\"new@example.com\",\"password\":\"weak\"}");

    assertThat(weak.json().get("message").textValue())
        .isEqualTo("PasswordStrengthError: Password is too weak");
    assertThat(strong.status()).isEqualTo(201);
    assertThat(signUp.json().get("name").textValue()).isEqualTo("PasswordStrengthError");
  }

  private Answer user(String email, String password) {
    return post(
        "users",
        "{\"connection\":\"Username-Password-Authentication\",\"email\":\""
            + email
            + "\",\"password\":\""
            + password
            + "\"}");
  }

  @Test
  void null_and_an_empty_object_remove_and_two_credentials_at_once_are_refused() {
    String path = "/api/v2/users/" + encoded(ALICE_ID);
    client.patch(path, "{\"user_metadata\":{\"a\":1,\"b\":2},\"given_name\":\"Al\"}", admin);

    JsonNode one = client.patch(path, "{\"user_metadata\":{\"a\":null}}", admin).json();
    JsonNode none = client.patch(path, "{\"user_metadata\":{},\"given_name\":null}", admin).json();
    Answer both =
        client.patch(path, "{\"email\":\"a@example.com\",\"password\":\"Another1!\"}", admin);

    assertThat(one.get("user_metadata").toString()).isEqualTo("{\"b\":2}");
    assertThat(none.has("user_metadata")).isFalse();
    assertThat(none.has("given_name")).isFalse();
    assertThat(both.status()).isEqualTo(400);
    assertThat(client.token(login(ALICE, ALICE_PASSWORD)).status()).isEqualTo(200);
  }

  @Test
  void a_mailed_link_proves_the_address_once() {
    post("jobs/verification-email", "{\"user_id\":\"" + made("v@example.com") + "\"}");
    SentMail mail = emulator.tenant().mails().getLast();
    String link = mail.content().orElseThrow().reveal();
    String path = link.substring(emulator.issuer().length() - 1);

    Answer first = client.get(path);
    Answer second = client.get(path);

    assertThat(mail.kind()).isEqualTo(SentMail.Kind.EMAIL_VERIFICATION);
    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(400);
    assertThat(get("users-by-email?email=v@example.com").get(0).get("email_verified").asBoolean())
        .isTrue();
  }

  @Test
  void a_linked_user_is_an_identity_until_it_is_unlinked() {
    String secondary = made("second@example.com");
    Answer linked =
        post(
            "users/" + encoded(ALICE_ID) + "/identities",
            "{\"provider\":\"auth0\",\"user_id\":\"" + secondary + "\"}");
    Answer gone = client.get("/api/v2/users/" + encoded(secondary), admin);

    Answer unlinked =
        client.delete(
            "/api/v2/users/"
                + encoded(ALICE_ID)
                + "/identities/auth0/"
                + secondary.substring("auth0|".length()),
            admin);

    assertThat(linked.json()).hasSize(2);
    assertThat(unlinked.json()).as(unlinked.body()).hasSize(1);
    assertThat(linked.body()).doesNotContain("$2");
    assertThat(gone.status()).isEqualTo(404);
    assertThat(client.logIn("second@example.com", "Pass-word9", "192.0.2.1").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"boundary=b", "boundary=\"b\"", "boundary=\"b\"; charset=utf-8"})
  void imported_users_log_in_with_their_hashed_passwords(String boundary) {
    String hash = "$2a$04$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
    String body =
        "--b\r\nContent-Disposition: form-data; name=\"connection_id\"\r\n\r\n"
            + "con_Demo0123456789AB\r\n"
            + "--b\r\nContent-Disposition: form-data; name=\"users\"; filename=\"u.json\"\r\n"
            + "Content-Type: application/json\r\n\r\n"
            + "[{\"email\":\"i@example.com\",\"password_hash\":\""
            + hash
            + "\"},{\"email\":\"no address\"},{\"email\":\"alice@example.com\"}]\r\n--b--\r\n";
    Answer job =
        client.post("/api/v2/jobs/users-imports", "multipart/form-data; " + boundary, body, admin);
    String path = "jobs/" + job.json().get("id").textValue();

    assertThat(get(path).get("summary").toString())
        .isEqualTo("{\"failed\":2,\"updated\":0,\"inserted\":1,\"total\":3}");
    assertThat(get(path + "/errors")).hasSize(2);
    assertThat(client.logIn("i@example.com", "wrong", "192.0.2.1").status()).isEqualTo(403);
  }

  @Test
  void a_revoked_refresh_token_ends() {
    Map<String, String> login =
        with(login(ALICE, ALICE_PASSWORD), "scope", "openid offline_access");
    String token =
        client
            .token(with(login, "audience", DemoTenant.API_AUDIENCE))
            .json()
            .get("refresh_token")
            .textValue();
    JsonNode shown = get("users/" + encoded(ALICE_ID) + "/refresh-tokens").get("tokens");

    post("users/" + encoded(ALICE_ID) + "/revoke-access", "{}");
    Map<String, String> refresh = with(login(ALICE, ""), "grant_type", "refresh_token");
    Answer after = client.token(with(refresh, "refresh_token", token));

    assertThat(shown).hasSize(1);
    assertThat(shown.toString()).doesNotContain(token);
    assertThat(after.verdict()).isEqualTo("403 invalid_grant");
  }

  @Test
  void an_action_is_deployed_bound_and_shown() {
    String id =
        post(
                "actions/actions",
                "{\"name\":\"hello\",\"supported_triggers\":[{\"id\":\"post-login\"}]}")
            .json()
            .get("id")
            .textValue();
    Answer deployed = post("actions/actions/" + id + "/deploy", "");
    client.patch(
        "/api/v2/actions/triggers/post-login/bindings",
        "{\"bindings\":[{\"ref\":{\"type\":\"action_name\",\"value\":\"hello\"}}]}",
        admin);

    assertThat(deployed.status()).isEqualTo(202);
    assertThat(get("actions/actions/" + id + "/versions").get("versions")).hasSize(1);
    JsonNode binding = get("actions/triggers/post-login/bindings").get("bindings").get(0);
    assertThat(binding.get("action").get("id").textValue()).isEqualTo(id);
  }

  private String made(String email) {
    return user(email, "Pass-word9").json().get("user_id").textValue();
  }

  private Answer post(String path, String body) {
    return client.post("/api/v2/" + path, "application/json", body, admin);
  }

  private JsonNode get(String path) {
    return client.get("/api/v2/" + path, admin).json();
  }

  private static String encoded(String userId) {
    return userId.replace("|", "%7C");
  }
}
