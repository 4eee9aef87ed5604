package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.UNTRUSTED_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.UNTRUSTED_CLIENT_SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementApiTest {

  private static final String HERE = "203.0.113.7";
  private static final String ALICE_ID = "auth0%7C000000000000000000000001";
  private static final String BLOCKED_ID = "auth0%7C000000000000000000000004";
  private static final String ATTACK_PROTECTION = "/api/v2/attack-protection/";

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(clock));
  private final Client client = new Client(emulator);

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, clients, read:clients",
    "POST, clients, create:clients",
    "PATCH, clients/x, update:clients",
    "DELETE, clients/x, delete:clients",
    "GET, connections, read:connections",
    "PATCH, connections/x, update:connections",
    "GET, users, read:users",
    "GET, users-by-email, read:users",
    "POST, users, create:users",
    "PATCH, users/x, update:users",
    "DELETE, users/x, delete:users",
    "GET, user-blocks, read:users",
    "DELETE, user-blocks, update:users",
    "GET, user-blocks/x, read:users",
    "DELETE, user-blocks/x, update:users",
    "GET, anomaly/blocks/ips/192.0.2.1, read:anomaly_blocks",
    "DELETE, anomaly/blocks/ips/192.0.2.1, delete:anomaly_blocks",
    "GET, attack-protection/brute-force-protection, read:attack_protection",
    "PATCH, attack-protection/suspicious-ip-throttling, update:attack_protection",
    "PATCH, attack-protection/breached-password-detection, update:attack_protection",
    "PATCH, attack-protection/bot-detection, update:attack_protection",
    "GET, network-acls, read:network_acls",
    "GET, custom-domains, read:custom_domains",
    "GET, actions/triggers/post-login/bindings, read:actions",
    "GET, tenants/settings, read:tenant_settings",
    "PATCH, tenants/settings, update:tenant_settings",
    "POST, tickets/password-change, create:user_tickets",
  })
  void each_call_needs_its_scope(String method, String path, String scope) {
    String other = scope.equals("read:logs") ? "read:users" : "read:logs";

    Answer none = call(method, "/api/v2/" + path);
    Answer wrong = call(method, "/api/v2/" + path, bearer(other));
    Answer right = call(method, "/api/v2/" + path, bearer(scope));

    assertThat(none.status()).isEqualTo(401);
    assertThat(wrong.status()).isEqualTo(403);
    assertThat(wrong.json().get("errorCode").textValue()).isEqualTo("insufficient_scope");
    assertThat(wrong.json().get("message").textValue())
        .isEqualTo("Insufficient scope, expected any of: " + scope);
    assertThat(right.status()).isNotIn(401, 403, 405);
  }

  @Test
  void a_token_signed_with_another_key_is_no_token() throws Exception {
    TokenKeys otherKeys = new TokenKeys(new SecureRandom());
    try (Auth0Emulator other = Auth0Emulator.start(TestSettings.at(clock).withKeys(otherKeys));
        Client caller = new Client(other)) {
      String foreign = caller.managementToken("read:users");
      String altered = client.managementToken("read:users");

      assertThat(client.get("/api/v2/users", "Authorization", "Bearer " + foreign).status())
          .isEqualTo(401);
      assertThat(
              client
                  .get("/api/v2/users", "Authorization", "Bearer " + withoutSignature(altered))
                  .status())
          .isEqualTo(401);
    }
  }

  @Test
  void the_header_is_trusted_from_the_moment_the_flag_is_set() {
    Map<String, String> login =
        with(
            with(login(ALICE, ALICE_PASSWORD), "client_id", UNTRUSTED_CLIENT_ID),
            "client_secret",
            UNTRUSTED_CLIENT_SECRET);
    client.token(login, "auth0-forwarded-for", HERE);
    String before = emulator.tenant().logs().getLast().ip();

    Answer patched =
        patch(
            "/api/v2/clients/" + UNTRUSTED_CLIENT_ID,
            "{\"is_token_endpoint_ip_header_trusted\":true}",
            "update:clients");
    client.token(login, "auth0-forwarded-for", HERE);

    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.json().get("is_token_endpoint_ip_header_trusted").booleanValue()).isTrue();
    assertThat(before).isEqualTo("127.0.0.1");
    assertThat(emulator.tenant().logs().getLast().ip()).isEqualTo(HERE);
  }

  @Test
  void a_client_whose_authentication_was_never_written_cannot_be_trusted_without_writing_it() {
    Answer made = post("/api/v2/clients", "{\"name\":\"New\"}", "create:clients");
    String path = "/api/v2/clients/" + made.json().get("client_id").textValue();

    Answer alone = patch(path, "{\"is_token_endpoint_ip_header_trusted\":true}", "update:clients");
    Answer both =
        patch(
            path,
            "{\"token_endpoint_auth_method\":\"client_secret_post\","
                + "\"is_token_endpoint_ip_header_trusted\":true}",
            "update:clients");
    Answer untrusting = patch(path, "{\"token_endpoint_auth_method\":\"none\"}", "update:clients");

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().get("client_id").textValue()).matches("[A-Za-z0-9]{32}");
    assertThat(made.json().has("client_secret")).isTrue();
    assertThat(made.json().has("token_endpoint_auth_method")).isFalse();
    assertThat(alone.verdict()).isEqualTo("400 Bad Request").isEqualTo(untrusting.verdict());
    assertThat(alone.json().get("message").textValue())
        .isEqualTo(
            "The flag is_token_endpoint_ip_header_trusted can only be set true on clients that"
                + " require authentication (i.e. token_endpoint_auth_method is set to"
                + " 'client_secret_post' or 'client_secret_basic')");
    assertThat(both.status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "regular_web, 401 access_denied",
    "non_interactive, 401 access_denied",
    "spa, 403 invalid_grant",
    "native, 403 invalid_grant",
  })
  void a_new_client_needs_its_secret_if_its_type_can_keep_one(String type, String verdict) {
    String body = "{\"name\":\"New\",\"app_type\":\"%s\"}".formatted(type);
    Answer made = post("/api/v2/clients", body, "create:clients");

    Answer withoutSecret =
        client.token(
            Map.of(
                "grant_type", "refresh_token",
                "client_id", made.json().get("client_id").textValue(),
                "refresh_token", "none"));

    assertThat(withoutSecret.verdict()).isEqualTo(verdict);
  }

  @Test
  void secrets_are_shown_only_with_the_scope_for_them() {
    String path = "/api/v2/clients/" + UNTRUSTED_CLIENT_ID;

    Answer without = client.get(path, "Authorization", bearer("read:clients"));
    Answer with = client.get(path, "Authorization", bearer("read:clients read:client_keys"));

    assertThat(without.body()).doesNotContain(UNTRUSTED_CLIENT_SECRET);
    assertThat(with.json().get("client_secret").textValue()).isEqualTo(UNTRUSTED_CLIENT_SECRET);
  }

  @Test
  void apis_have_ids_of_24_hexadecimal_digits_and_are_listed_by_their_identifiers() {
    String[] admin = {"Authorization", bearer("read:resource_servers create:resource_servers")};
    for (String name : List.of("first", "second", "third")) {
      client.post(
          "/api/v2/resource-servers",
          "application/json",
          "{\"identifier\":\"https://" + name + ".example.com\"}",
          admin);
    }

    JsonNode listed =
        client
            .get(
                "/api/v2/resource-servers?identifiers="
                    + Client.encoded("https://third.example.com,https://first.example.com"),
                admin)
            .json();

    assertThat(listed.findValuesAsText("identifier"))
        .containsExactly("https://first.example.com", "https://third.example.com");
    assertThat(listed.findValuesAsText("id"))
        .allSatisfy(id -> assertThat(id).matches("[0-9a-f]{24}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{\"max_attempts\":\"3\"}; Expected type integer but found type string",
        "{\"max_attempts\":101}; Value 101 is greater than maximum 100",
        "{\"mode\":\"other\"}; No enum match for: other' on property mode",
        "{\"allowlist\":[\"300.1.1.1\"]}; allowlist[0]: 300.1.1.1",
        "{\"surprise\":1}; Additional properties not allowed: surprise",
        "[]; Expected type object but found type array",
        "{; Invalid request payload JSON format",
      })
  void a_payload_that_does_not_fit_is_named_and_changes_nothing(String body, String problem) {
    String path = ATTACK_PROTECTION + "brute-force-protection";
    Answer before = client.get(path, "Authorization", bearer("read:attack_protection"));

    Answer answer = patch(path, body, "update:attack_protection");

    assertThat(answer.verdict()).isEqualTo("400 Bad Request");
    assertThat(answer.json().get("errorCode").textValue()).isEqualTo("invalid_body");
    assertThat(answer.json().get("message").textValue()).contains(problem);
    assertThat(client.get(path, "Authorization", bearer("read:attack_protection")).json())
        .isEqualTo(before.json());
  }

  @Test
  void a_lower_threshold_blocks_at_once_and_a_higher_one_unblocks() {
    fail(ALICE, 3);
    String path = ATTACK_PROTECTION + "brute-force-protection";

    Answer patched = patch(path, "{\"max_attempts\":3}", "update:attack_protection");
    Answer lowered = client.logIn(ALICE, ALICE_PASSWORD, HERE);
    patch(path, "{\"max_attempts\":4}", "update:attack_protection");
    Answer raised = client.logIn(ALICE, ALICE_PASSWORD, HERE);

    assertThat(patched.json().toString())
        .isEqualTo(
            "{\"enabled\":true,\"shields\":[\"block\",\"user_notification\"],"
                + "\"mode\":\"count_per_identifier_and_ip\",\"allowlist\":[],\"max_attempts\":3}");
    assertThat(lowered.verdict()).isEqualTo("429 too_many_attempts");
    assertThat(raised.status()).isEqualTo(200);
  }

  @Test
  void an_address_is_throttled_shown_and_let_go() {
    patch(
        ATTACK_PROTECTION + "suspicious-ip-throttling",
        "{\"stage\":{\"pre-login\":{\"max_attempts\":2}}}",
        "update:attack_protection");
    IntStream.range(0, 2).forEach(i -> client.logIn("user" + i + "@example.com", "x", HERE));
    String path = "/api/v2/anomaly/blocks/ips/" + HERE;

    Answer refused = client.logIn(BOB, BOB_PASSWORD, HERE);
    Answer shown = client.get(path, "Authorization", bearer("read:anomaly_blocks"));
    Answer lifted = client.delete(path, "Authorization", bearer("delete:anomaly_blocks"));
    Answer after = client.get(path, "Authorization", bearer("read:anomaly_blocks"));

    assertThat(refused.verdict()).isEqualTo("429 too_many_attempts");
    assertThat(shown.status()).isEqualTo(200);
    assertThat(lifted.status()).isEqualTo(204);
    assertThat(after.status()).isEqualTo(404);
    assertThat(client.logIn(BOB, BOB_PASSWORD, HERE).status()).isEqualTo(200);
  }

  @Test
  void breached_password_detection_is_switched_off_and_on() {
    String path = ATTACK_PROTECTION + "breached-password-detection";
    patch(path, "{\"enabled\":false}", "update:attack_protection");
    Answer off = client.logIn(DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD, HERE);

    patch(path, "{\"enabled\":true}", "update:attack_protection");
    Answer on = client.logIn(DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD, HERE);

    assertThat(off.status()).isEqualTo(200);
    assertThat(on.verdict()).isEqualTo("401 password_leaked");
  }

  @Test
  void bot_detection_asks_risky_addresses_for_verification() {
    patch(
        ATTACK_PROTECTION + "bot-detection",
        "{\"challenge_password_policy\":\"when_risky\",\"bot_detection_level\":\"high\","
            + "\"allowlist\":[\"198.51.100.7\"]}",
        "update:attack_protection");
    Answer harmless = client.logIn(ALICE, ALICE_PASSWORD, HERE);
    fail(BOB, 3);

    Answer risky = client.logIn(ALICE, ALICE_PASSWORD, HERE);
    Answer elsewhere = client.logIn(ALICE, ALICE_PASSWORD, "192.0.2.9");

    assertThat(harmless.status()).isEqualTo(200).isEqualTo(elsewhere.status());
    assertThat(risky.verdict()).isEqualTo("401 requires_verification");
    assertThat(risky.json().get("error_description").textValue())
        .isEqualTo("Suspicious request requires verification");
  }

  @Test
  void bot_detection_exempts_its_allowlist_and_only_watches_in_monitoring_mode() {
    String path = ATTACK_PROTECTION + "bot-detection";
    patch(
        path,
        "{\"challenge_password_policy\":\"always\",\"allowlist\":[\"198.51.100.0/24\"]}",
        "update:attack_protection");

    Answer allowed = client.logIn(ALICE, ALICE_PASSWORD, "198.51.100.7");
    Answer asked = client.logIn(ALICE, ALICE_PASSWORD, HERE);
    patch(path, "{\"monitoring_mode_enabled\":true}", "update:attack_protection");
    Answer watched = client.logIn(ALICE, ALICE_PASSWORD, HERE);

    assertThat(allowed.status()).isEqualTo(200).isEqualTo(watched.status());
    assertThat(asked.verdict()).isEqualTo("401 requires_verification");
    assertThat(emulator.tenant().logs()).extracting(event -> event.type().code()).contains("pla");
  }

  @Test
  void a_user_is_made_found_changed_and_deleted() {
    Answer made =
        post(
            "/api/v2/users",
            "{\"connection\":\"Username-Password-Authentication\","
                + "\"email\":\"New@example.com\",\"password\":\"first password\"}",
            "create:users");
    String path = "/api/v2/users/" + Client.encoded(made.json().get("user_id").textValue());
    Answer loggedIn = client.logIn("new@example.com", "first password", HERE);
    Answer found =
        client.get(
            "/api/v2/users?include_totals=true&q=" + Client.encoded("email:\"new@example.com\""),
            "Authorization",
            bearer("read:users"));

    Answer blocked = patch(path, "{\"blocked\":true}", "update:users");
    Answer refused = client.logIn("new@example.com", "first password", HERE);
    patch(path, "{\"password\":\"second password\"}", "update:users");
    Answer withSecond = client.logIn("new@example.com", "second password", HERE);
    Answer deleted = client.delete(path, "Authorization", bearer("delete:users"));

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.body()).doesNotContain("first password");
    assertThat(loggedIn.status()).isEqualTo(200);
    assertThat(found.json().get("total").intValue()).isEqualTo(1);
    assertThat(found.json().get("users").get(0).get("logins_count").intValue()).isEqualTo(1);
    assertThat(found.json().get("users").get(0).get("last_ip").textValue()).isEqualTo(HERE);
    assertThat(blocked.json().get("blocked").booleanValue()).isTrue();
    assertThat(refused.verdict()).isEqualTo("401 unauthorized");
    assertThat(withSecond.status()).isEqualTo(200);
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(client.logIn("new@example.com", "second password", HERE).verdict())
        .isEqualTo("403 invalid_grant");
  }

  @Test
  void an_address_is_one_users_only() {
    Answer made =
        post(
            "/api/v2/users",
            "{\"connection\":\"Username-Password-Authentication\","
                + "\"email\":\"ALICE@example.com\",\"password\":\"p\"}",
            "create:users");
    Answer changed =
        patch("/api/v2/users/" + ALICE_ID, "{\"email\":\"bob@example.com\"}", "update:users");

    assertThat(made.verdict()).isEqualTo("409 Conflict");
    assertThat(changed.verdict()).isEqualTo("400 Bad Request");
  }

  @Test
  void blocks_are_shown_and_lifted_by_user_id_but_not_an_administrators() {
    fail(ALICE, 10);
    fail(DemoTenant.BLOCKED, 10);
    String path = "/api/v2/user-blocks/";

    Answer shown = client.get(path + ALICE_ID, "Authorization", bearer("read:users"));
    client.delete(path + ALICE_ID, "Authorization", bearer("update:users"));
    client.delete(path + BLOCKED_ID, "Authorization", bearer("update:users"));

    assertThat(shown.json().get("blocked_for").get(0).get("ip").textValue()).isEqualTo(HERE);
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
    assertThat(client.logIn(DemoTenant.BLOCKED, DemoTenant.BLOCKED_PASSWORD, HERE).verdict())
        .isEqualTo("401 unauthorized");
    assertThat(client.get(path + "auth0%7Cnobody", "Authorization", bearer("read:users")).verdict())
        .isEqualTo("404 Not Found");
  }

  @Test
  void the_connections_own_switch_ends_brute_force_protection() {
    String path = "/api/v2/connections/con_Demo0123456789AB";

    Answer patched =
        patch(path, "{\"options\":{\"brute_force_protection\":false}}", "update:connections");
    fail(ALICE, 11);

    assertThat(patched.json().get("options").get("brute_force_protection").booleanValue())
        .isFalse();
    assertThat(client.logIn(ALICE, ALICE_PASSWORD, HERE).status()).isEqualTo(200);
  }

  @Test
  void a_tenant_setting_decides_which_audience_is_meant() {
    Answer patched =
        patch(
            "/api/v2/tenants/settings",
            "{\"default_audience\":\"" + DemoTenant.API_AUDIENCE + "\"}",
            "update:tenant_settings");

    Answer answer = client.token(login(ALICE, ALICE_PASSWORD));

    assertThat(patched.json().get("default_audience").textValue())
        .isEqualTo(DemoTenant.API_AUDIENCE);
    assertThat(answer.json().get("access_token").textValue()).contains(".");
  }

  @Test
  void a_write_leaves_an_event_and_a_refused_one_does_not() {
    patch("/api/v2/users/" + ALICE_ID, "{\"email_verified\":true}", "update:users");
    patch("/api/v2/users/" + ALICE_ID, "{\"email_verified\":17}", "update:users");

    assertThat(emulator.tenant().logs())
        .filteredOn(event -> event.type().code().equals("sapi"))
        .singleElement()
        .extracting(event -> event.description())
        .isEqualTo("Update a User");
  }

  private void fail(String username, int times) {
    for (int i = 0; i < times; i++) {
      client.logIn(username, "wrong", HERE);
    }
  }

  private Answer patch(String path, String body, String scope) {
    return client.patch(path, body, "Authorization", bearer(scope));
  }

  private Answer post(String path, String body, String scope) {
    return client.post(path, "application/json", body, "Authorization", bearer(scope));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void a_list_by_checkpoint_has_no_page_more_than_it_needs(int take) {
    TenantDefinition.Builder tenant = TenantDefinition.demo().toBuilder();
    for (String name : List.of("one", "two", "three")) {
      tenant.connection(Connection.of("con_" + name, name));
    }
    int pages = 0;
    int items = 0;
    try (Auth0Emulator four =
            Auth0Emulator.start(TestSettings.at(clock).withTenant(tenant.build()));
        Client there = new Client(four)) {
      String[] admin = {"Authorization", "Bearer " + there.managementToken("read:connections")};
      String from = "";
      do {
        JsonNode page = there.get("/api/v2/connections?take=" + take + from, admin).json();
        pages++;
        items += page.get("connections").size();
        from = page.has("next") ? "&from=" + page.get("next").textValue() : "";
      } while (!from.isEmpty());
    }

    assertThat(items).isEqualTo(4);
    assertThat(pages).isEqualTo(Math.ceilDiv(4, take));
  }

  private String bearer(String scope) {
    return "Bearer " + client.managementToken(scope);
  }

  private Answer call(String method, String path) {
    return call(method, path, "");
  }

  private Answer call(String method, String path, String authorization) {
    String[] headers =
        authorization.isEmpty() ? new String[0] : new String[] {"Authorization", authorization};
    return switch (method) {
      case "GET" -> client.get(path, headers);
      case "DELETE" -> client.delete(path, headers);
      case "PATCH" -> client.patch(path, "{}", headers);
      default -> client.post(path, "application/json", "{}", headers);
    };
  }

  private static String withoutSignature(String jwt) {
    String[] parts = jwt.split("\\.", -1);
    char[] signature = parts[2].toCharArray();
    signature[10] = signature[10] == 'A' ? 'B' : 'A';
    return parts[0] + "." + parts[1] + "." + new String(signature);
  }
}
