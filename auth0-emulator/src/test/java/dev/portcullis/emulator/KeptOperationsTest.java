package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.encoded;
import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.API_AUDIENCE;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.CONNECTION;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.WEB_CLIENT_ID;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.UserDefinition;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Operations of the Management API beyond lists and items: jobs, tickets, links, revocations. */
@Timeout(60)
class KeptOperationsTest {

  private static final String ALICE_ID = "auth0|000000000000000000000001";
  private static final String BOB_ID = "auth0|000000000000000000000002";
  private static final String MIA_ID = "auth0|000000000000000000000005";
  private static final String CONNECTION_ID = "con_Demo0123456789AB";
  private static final String HASH = "$2a$04$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(clock));
  private final Client client = new Client(emulator);
  private final String[] admin = {"Authorization", "Bearer " + client.managementToken("")};

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void users_are_exported_as_lines_with_the_named_fields() {
    String job =
        post("jobs/users-exports", "{\"fields\":[{\"name\":\"email\"},{\"name\":\"blocked\"}]}")
            .json()
            .get("location")
            .textValue();

    Answer exported = client.get(URI.create(job).getPath());

    assertThat(exported.header("Content-Type")).containsExactly("application/x-ndjson");
    assertThat(exported.body().lines())
        .hasSize(5)
        .startsWith("{\"email\":\"alice@example.com\",\"blocked\":false}")
        .contains("{\"email\":\"blocked@example.com\",\"blocked\":true}");
  }

  @Test
  void users_are_exported_as_csv_with_the_usual_fields() {
    String job =
        post("jobs/users-exports", "{\"format\":\"csv\"}").json().get("location").textValue();

    Answer exported = client.get(URI.create(job).getPath());
    Answer other = client.get("/emulator/exports/job_none");

    assertThat(exported.header("Content-Type")).containsExactly("text/csv");
    assertThat(exported.body().lines().findFirst())
        .contains("user_id,email,name,email_verified,identities");
    assertThat(exported.body()).contains("\"\"\"" + ALICE_ID + "\"\"\"");
    assertThat(other.status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "verification-email; {'user_id':'" + ALICE_ID + "'}",
        "users-imports; {'connection_id':'" + CONNECTION_ID + "','users':[]}"
      })
  void only_the_job_of_an_export_has_the_users(String kind, String body) {
    String id = post("jobs/" + kind, body.replace('\'', '"')).json().get("id").textValue();

    assertThat(client.get("/emulator/exports/" + id).status()).isEqualTo(404);
  }

  /** What is imported, whether known users are updated, and the counts and the error. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{'email':'i@example.com'}; false; 0 0 1; ",
        "{'email':'ALICE@example.com'}; false; 1 0 0; USER_ALREADY_EXISTS",
        "{'email':'ALICE@example.com','name':'Al'}; true; 0 1 0; ",
        "{'email':'i@example.com','password_hash':'" + HASH + "'}; false; 0 0 1; ",
        "{'email':'i@example.com','password_hash':'plain'}; false; 1 0 0; HASH_NOT_SUPPORTED",
        "{'email':'i@example.com','custom_password_hash':{'algorithm':'md5'}}; false; 1 0 0;"
            + " HASH_NOT_SUPPORTED",
        "{'email':'i@example.com','custom_password_hash':{'algorithm':'bcrypt','hash':{'value':'"
            + HASH
            + "'}}}; false; 0 0 1; ",
        "{'name':'nobody'}; false; 1 0 0; OBJECT_REQUIRED"
      })
  void an_import_counts_what_it_did_and_names_what_it_did_not(
      String user, boolean upsert, String counts, String error) {
    Answer job =
        post(
            "jobs/users-imports",
            "{\"connection_id\":\"%s\",\"upsert\":%s,\"users\":[%s]}"
                .formatted(CONNECTION_ID, upsert, user.replace('\'', '"')));
    String path = "jobs/" + job.json().get("id").textValue();

    JsonNode summary = get(path).json().get("summary");
    Answer errors = get(path + "/errors");

    assertThat(summary.get("failed") + " " + summary.get("updated") + " " + summary.get("inserted"))
        .isEqualTo(counts);
    assertThat(errors.status()).isEqualTo(error == null ? 204 : 200);
    assertThat(errors.body()).contains(error == null ? "" : error);
  }

  /** The members of an imported user, and those that it then has. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{}; {'email_verified':false}",
        "{}; {'email':'i@example.com'}",
        "{'email_verified':true,'blocked':true}; {'email_verified':true,'blocked':true}",
        "{'email_verified':false,'blocked':false}; {'email_verified':false}",
        "{'user_id':'7','name':'Ida','nickname':'id','given_name':'I'}; {'user_id':'auth0|7',"
            + "'name':'Ida','nickname':'id','given_name':'I'}",
        "{'user_metadata':{'a':1},'app_metadata':{'b':[2]}};"
            + " {'user_metadata':{'a':1},'app_metadata':{'b':[2]}}",
      })
  void an_imported_user_has_what_was_given(String given, String shown) throws Exception {
    String user = given.replace('\'', '"').replaceFirst("\\{", "{\"email\":\"I@Example.com\",");
    post(
        "jobs/users-imports",
        "{\"connection_id\":\"%s\",\"users\":[%s]}"
            .formatted(CONNECTION_ID, user.replace(",}", "}")));

    JsonNode found = get("users-by-email?email=i@example.com").json().get(0);

    Client.JSON
        .readTree(shown.replace('\'', '"'))
        .properties()
        .forEach(each -> assertThat(found.get(each.getKey())).isEqualTo(each.getValue()));
    assertThat(found.path("blocked").asBoolean()).isEqualTo(given.contains("'blocked':true"));
  }

  @Test
  void an_import_for_another_connection_takes_nobody() {
    Answer job =
        post(
            "jobs/users-imports",
            "{\"connection_id\":\"con_x\",\"users\":[{\"email\":\"i@example.com\"}]}");

    assertThat(get("jobs/" + job.json().get("id").textValue() + "/errors").body())
        .contains("CONNECTION_NOT_FOUND");
    assertThat(get("jobs/job_none").status()).isEqualTo(404);
    assertThat(get("jobs/job_none/errors").status()).isEqualTo(404);
  }

  @Test
  void refresh_tokens_are_revoked_by_id_by_user_and_by_application() {
    String alices = refreshToken(ALICE, ALICE_PASSWORD);
    String alsoAlices = refreshToken(ALICE, ALICE_PASSWORD);
    String bobs = refreshToken(BOB, BOB_PASSWORD);
    List<String> ids = texts(get("refresh-tokens?user_id=" + encoded(ALICE_ID)), "id");
    String one = ids.getFirst();
    client.patch(
        "/api/v2/refresh-tokens/" + one, "{\"refresh_token_metadata\":{\"a\":\"b\"}}", admin);
    JsonNode shown = get("refresh-tokens/" + one).json();

    client.delete("/api/v2/refresh-tokens/" + one, admin);
    List<Integer> first = List.of(use(alices), use(alsoAlices), use(bobs));
    post(
        "refresh-tokens/revoke",
        "{\"user_id\":\"" + ALICE_ID + "\",\"client_id\":\"" + GATEWAY_CLIENT_ID + "\"}");
    List<Integer> second = List.of(use(alsoAlices), use(bobs));
    post(
        "refresh-tokens/revoke",
        "{\"ids\":[\"" + texts(get("refresh-tokens"), "id").getFirst() + "\"]}");

    assertThat(ids).hasSize(2);
    assertThat(shown.get("user_id").textValue()).isEqualTo(ALICE_ID);
    assertThat(shown.get("refresh_token_metadata").toString()).isEqualTo("{\"a\":\"b\"}");
    assertThat(shown.at("/resource_servers/0/audience").textValue()).isEqualTo(API_AUDIENCE);
    assertThat(shown.get("created_at").textValue()).isEqualTo("2026-03-01T10:00:00.123Z");
    assertThat(first).containsExactly(403, 200, 200);
    assertThat(second).containsExactly(403, 200);
    assertThat(use(bobs)).isEqualTo(403);
    assertThat(get("refresh-tokens/" + one).status()).isEqualTo(404);
    assertThat(
            client.post("/api/v2/refresh-tokens/revoke", "application/json", "{}", admin).status())
        .isEqualTo(400);
  }

  @Test
  void refresh_tokens_of_another_application_stay() {
    String alices = refreshToken(ALICE, ALICE_PASSWORD);

    post(
        "refresh-tokens/revoke",
        "{\"user_id\":\"" + ALICE_ID + "\",\"client_id\":\"" + WEB_CLIENT_ID + "\"}");

    assertThat(use(alices)).isEqualTo(200);
  }

  @Test
  void access_is_revoked_for_one_session_or_without_the_refresh_tokens() {
    String kept = refreshToken(ALICE, ALICE_PASSWORD);
    HostedClient one = new HostedClient(client);
    HostedClient other = new HostedClient(client);
    one.logIn(HostedClient.request(), ALICE, ALICE_PASSWORD);
    other.logIn(HostedClient.request(), ALICE, ALICE_PASSWORD);
    String path = "users/" + encoded(ALICE_ID) + "/";
    String session = texts(get(path + "sessions"), "id").getFirst();

    post(path + "revoke-access", "{\"session_id\":\"" + session + "\"}");
    List<Boolean> first = List.of(silent(one), silent(other));
    post(path + "revoke-access", "{\"preserve_refresh_tokens\":true}");
    List<Boolean> second = List.of(silent(one), silent(other));
    int preserved = use(kept);
    post(path + "revoke-access", "{}");

    assertThat(first).containsExactly(false, true);
    assertThat(second).containsOnly(false);
    assertThat(preserved).isEqualTo(200);
    assertThat(use(kept)).isEqualTo(403);
  }

  private static boolean silent(HostedClient browser) {
    return HostedClient.response(browser.authorize(with(HostedClient.request(), "prompt", "none")))
        .containsKey("code");
  }

  @Test
  void a_session_shows_when_it_was_used_and_ends_with_its_metadata() {
    HostedClient browser = new HostedClient(client);
    browser.logIn(HostedClient.request(), ALICE, ALICE_PASSWORD);
    clock.advance(Duration.ofMinutes(1));
    silent(browser);
    String path = "users/" + encoded(ALICE_ID) + "/sessions";
    JsonNode session = get(path).json().get("sessions").get(0);
    Answer deleted = client.delete("/api/v2/sessions/" + session.get("id").textValue(), admin);

    assertThat(session.get("created_at").textValue()).isEqualTo("2026-03-01T10:00:00.123Z");
    assertThat(session.get("updated_at").textValue()).isEqualTo("2026-03-01T10:01:00.123Z");
    assertThat(session.get("last_interacted_at")).isEqualTo(session.get("updated_at"));
    assertThat(session.get("idle_expires_at").textValue()).isEqualTo("2026-03-04T10:01:00.123Z");
    assertThat(session.get("expires_at").textValue()).isEqualTo("2026-03-08T10:00:00.123Z");
    assertThat(session.at("/authentication/methods").toString()).contains("pwd");
    assertThat(session.at("/authentication/methods")).hasSize(1);
    assertThat(deleted.status()).isEqualTo(202);
    assertThat(get(path).json().get("sessions")).isEmpty();
    assertThat(silent(browser)).isFalse();
  }

  @Test
  void authentication_methods_are_shown_made_and_removed() {
    String path = "users/" + encoded(MIA_ID) + "/authentication-methods";
    List<String> before = texts(get(path), "type");
    Answer made = post(path, "{\"type\":\"phone\",\"phone_number\":\"+15005550101\"}");
    String id = made.json().get("id").textValue();
    Answer wrong =
        client.post(
            "/api/v2/" + path,
            "application/json",
            "{\"type\":\"phone\",\"phone_number\":\"15005550101\"}",
            admin);
    Answer shown = get(path + "/" + encoded(id));
    List<String> enrollments =
        texts(get("users/" + encoded(MIA_ID) + "/enrollments"), "auth_method");
    Answer enrollment = get("guardian/enrollments/" + encoded(id));
    Answer removed = client.delete("/api/v2/guardian/enrollments/" + encoded(id), admin);
    Answer again = client.delete("/api/v2/" + path + "/" + encoded(id), admin);

    assertThat(before).containsExactly("totp", "phone", "recovery-code");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().get("confirmed").booleanValue()).isTrue();
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(shown.json()).isEqualTo(made.json());
    assertThat(enrollments).containsExactly("authenticator", "sms", "recovery-code", "sms");
    assertThat(enrollment.json().get("user_id").textValue()).isEqualTo(MIA_ID);
    assertThat(removed.status()).isEqualTo(204);
    assertThat(again.status()).isEqualTo(404);
    assertThat(get(path + "/" + encoded(id)).status()).isEqualTo(404);
    assertThat(get("guardian/enrollments/" + encoded(id)).status()).isEqualTo(404);
  }

  @Test
  void a_device_that_answers_by_push_is_a_push_notification() {
    emulator
        .tenant()
        .put(
            UserDefinition.of("auth0|pia", CONNECTION, "pia@example.com", "pia's password")
                .withFactors(new Factor.Push("Pia's phone")));

    JsonNode method = get("users/auth0%7Cpia/authentication-methods").json().get(0);

    assertThat(method.get("type").textValue()).isEqualTo("push-notification");
    assertThat(method.get("name").textValue()).isEqualTo("Pia's phone");
  }

  @Test
  void a_new_recovery_code_replaces_the_one_before_and_all_factors_can_be_removed() {
    String path = "users/" + encoded(MIA_ID) + "/";
    String code =
        post(path + "recovery-code-regeneration", "").json().get("recovery_code").textValue();
    List<String> types = texts(get(path + "authentication-methods"), "type");
    client.delete("/api/v2/" + path + "authenticators", admin);

    Answer login = client.token(login("mia@example.com", "two steps are better than one"));

    assertThat(code).matches("[A-Z0-9]{24}");
    assertThat(types).containsExactly("totp", "phone", "recovery-code");
    assertThat(login.status()).isEqualTo(200);
    assertThat(get("users/auth0%7Cnobody/authentication-methods").status()).isEqualTo(404);
  }

  @Test
  void an_action_is_bound_only_if_it_exists_and_is_rolled_back() {
    String id =
        post(
                "actions/actions",
                "{\"name\":\"hello\",\"code\":\"1\",\"supported_triggers\":[{\"id\":\"post-login\"}]}")
            .json()
            .get("id")
            .textValue();
    String actions = "actions/actions/" + id;
    String first = post(actions + "/deploy", "").json().get("id").textValue();
    client.patch("/api/v2/" + actions, "{\"code\":\"2\"}", admin);
    Answer second = post(actions + "/deploy", "");
    Answer unbound =
        client.patch(
            "/api/v2/actions/triggers/post-login/bindings",
            "{\"bindings\":[{\"ref\":{\"type\":\"action_name\",\"value\":\"other\"}}]}",
            admin);

    Answer rolledBack = post(actions + "/versions/" + first + "/deploy", "");

    assertThat(second.json().get("number").intValue()).isEqualTo(2);
    assertThat(unbound.status()).isEqualTo(404);
    assertThat(rolledBack.json().get("code").textValue()).isEqualTo("1");
    assertThat(get(actions).json().at("/deployed_version/number").intValue()).isEqualTo(3);
    assertThat(get(actions + "/versions/" + first).json().get("code").textValue()).isEqualTo("1");
    assertThat(get(actions + "/versions/ver_none").status()).isEqualTo(404);
    assertThat(get("actions/triggers/post-login/bindings").json().get("bindings")).isEmpty();
  }

  @Test
  void an_action_has_all_changes_deployed_while_its_deployed_version_is_the_same() {
    String id =
        post(
                "actions/actions",
                "{\"name\":\"hello\",\"code\":\"1\",\"supported_triggers\":[{\"id\":\"post-login\"}]}")
            .json()
            .get("id")
            .textValue();
    String action = "actions/actions/" + id;
    boolean made = deployed(action);
    String first = post(action + "/deploy", "").json().get("id").textValue();
    boolean asDeployed = deployed(action);
    client.patch("/api/v2/" + action, "{\"code\":\"2\"}", admin);
    boolean changed = deployed(action);
    post(action + "/versions/" + first + "/deploy", "null");
    boolean rolledBack = deployed(action);

    post(action + "/versions/" + first + "/deploy", "{\"update_draft\":true}");

    assertThat(List.of(made, asDeployed, changed, rolledBack, deployed(action)))
        .containsExactly(false, true, false, false, true);
    assertThat(get(action).json().get("code").textValue()).isEqualTo("1");
    assertThat(get(action + "/versions").json().get("versions"))
        .extracting(each -> each.get("deployed").booleanValue())
        .containsExactlyInAnyOrder(false, false, true);
  }

  private boolean deployed(String action) {
    return get(action).json().get("all_changes_deployed").booleanValue();
  }

  @Test
  void the_secrets_of_a_binding_are_kept_and_never_shown() {
    post(
        "actions/actions", "{\"name\":\"hello\",\"supported_triggers\":[{\"id\":\"post-login\"}]}");

    Answer bound =
        client.patch(
            "/api/v2/actions/triggers/post-login/bindings",
            "{\"bindings\":[{\"ref\":{\"type\":\"action_name\",\"value\":\"hello\"},"
                + "\"secrets\":[{\"name\":\"KEY\",\"value\":\"hidden-value\"}]}]}",
            admin);

    assertThat(bound.body()).contains("hello").doesNotContain("hidden-value");
    assertThat(get("actions/triggers/post-login/bindings").body()).doesNotContain("hidden-value");
    assertThat(client.get("/emulator/state").body()).contains("hidden-value");
  }

  @Test
  void two_of_one_name_are_a_conflict_and_dates_and_ids_stay() {
    String action = "{\"name\":\"hello\",\"supported_triggers\":[{\"id\":\"post-login\"}]}";
    Answer made = post("actions/actions", action);
    Answer twice = client.post("/api/v2/actions/actions", "application/json", action, admin);
    clock.advance(Duration.ofMinutes(1));
    String path = "/api/v2/actions/actions/" + made.json().get("id").textValue();

    JsonNode changed = client.patch(path, "{\"code\":\"2\"}", admin).json();

    assertThat(twice.status()).isEqualTo(409);
    assertThat(twice.json().get("errorCode").textValue()).isEqualTo("action_conflict");
    assertThat(changed.get("id")).isEqualTo(made.json().get("id"));
    assertThat(changed.get("created_at").textValue()).isEqualTo("2026-03-01T10:00:00.123Z");
    assertThat(changed.get("updated_at").textValue()).isEqualTo("2026-03-01T10:01:00.123Z");
  }

  @Test
  void links_are_removed_and_of_both_sides() {
    String role = post("roles", "{\"name\":\"Reader\"}").json().get("id").textValue();
    String users = "roles/" + role + "/users";
    post(users, "{\"users\":[\"" + ALICE_ID + "\",\"" + BOB_ID + "\"]}");

    client.send(
        "DELETE",
        "/api/v2/users/" + encoded(ALICE_ID) + "/roles",
        "{\"roles\":[\"" + role + "\"]}",
        admin);

    assertThat(texts(get(users), "user_id")).containsExactly(BOB_ID);
    assertThat(get("users/" + encoded(ALICE_ID) + "/roles").json()).isEmpty();
    assertThat(get("roles/rol_none/users").status()).isEqualTo(404);
  }

  private int use(String refreshToken) {
    return client
        .token(
            with(with(login("", ""), "grant_type", "refresh_token"), "refresh_token", refreshToken))
        .status();
  }

  private String refreshToken(String user, String password) {
    return client
        .token(
            with(
                with(login(user, password), "scope", "openid offline_access"),
                "audience",
                API_AUDIENCE))
        .json()
        .get("refresh_token")
        .textValue();
  }

  private Answer get(String path) {
    return client.get("/api/v2/" + path, admin);
  }

  private Answer post(String path, String body) {
    Answer answer = client.post("/api/v2/" + path, "application/json", body, admin);
    assertThat(answer.status()).as(answer.body()).isLessThan(300);
    return answer;
  }

  /** That property of each item of a list, or of the only list in an object. */
  private static List<String> texts(Answer answer, String name) {
    JsonNode json = answer.json();
    JsonNode list = json;
    if (json.isObject()) {
      for (JsonNode each : json) {
        list = each.isArray() ? each : list;
      }
    }
    return StreamSupport.stream(list.spliterator(), false)
        .map(each -> each.get(name).textValue())
        .toList();
  }
}
