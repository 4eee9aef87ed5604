package dev.portcullis.emulator;

import static dev.portcullis.emulator.HostedClient.request;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.tenant.DemoTenant;
import dev.portcullis.emulator.tenantfile.TenantFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signing keys, sessions, and what an export has of the Management API. */
@Timeout(60)
class KeysAndSessionsTest {

  private static final String SESSIONS = "/api/v2/users/auth0%7C000000000000000000000001/sessions";

  @TempDir private Path data = Path.of(".");

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(clock));
  private final Client client = new Client(emulator);
  private final HostedClient browser = new HostedClient(client);

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void a_session_is_not_one_of_another_connection() {
    client.post(
        "/api/v2/connections",
        "application/json",
        "{\"name\":\"other\",\"strategy\":\"auth0\",\"enabled_clients\":[\"%s\"]}"
            .formatted(DemoTenant.WEB_CLIENT_ID),
        admin(client));
    browser.logIn(request(), ALICE, ALICE_PASSWORD);

    Answer same = browser.authorize(request());
    Answer other = browser.authorize(Client.with(request(), "connection", "other"));

    assertThat(HostedClient.response(same)).containsKey("code");
    assertThat(HostedClient.location(other)).startsWith("/u/login");
  }

  @Test
  void a_rotation_signs_with_the_next_key_and_the_previous_one_is_valid_until_it_is_revoked()
      throws Exception {
    String[] before = admin(client);
    List<String> published = published(client);
    String old = keyOf(before);

    Answer rotated = post(client, "/keys/signing/rotate", before);
    String[] after = admin(client);
    Answer still = client.get("/api/v2/roles", before);
    Answer revoked = put(client, "/keys/signing/" + old + "/revoke", after);
    Answer ended = client.get("/api/v2/roles", before);

    assertThat(published).hasSize(2).startsWith(old);
    assertThat(keyOf(after)).isEqualTo(published.getLast());
    assertThat(rotated.status()).isEqualTo(201);
    assertThat(published(client))
        .containsExactly(published.getLast(), rotated.json().get("kid").textValue());
    assertThat(still.status()).isEqualTo(200);
    assertThat(revoked.status()).isEqualTo(200);
    assertThat(ended.status()).isEqualTo(401);
    JsonNode shown = client.get("/api/v2/keys/signing", after).json();
    assertThat(shown).hasSize(3);
    assertThat(shown.get(0).get("current").asBoolean()).isTrue();
    assertThat(shown.get(0).get("current_since").textValue()).isEqualTo("2026-03-01T10:00:00.123Z");
    assertThat(shown.get(2).get("revoked").asBoolean()).isTrue();
    assertThat(shown.get(0).get("fingerprint").textValue().replace(":", ""))
        .isEqualTo(shown.get(0).get("thumbprint").textValue());
    assertThat(put(client, "/keys/signing/" + keyOf(after) + "/revoke", after).status())
        .isEqualTo(404);
  }

  @Test
  void rotated_keys_are_the_same_after_a_restart() throws Exception {
    List<String> published;
    try (Auth0Emulator first =
            Auth0Emulator.start(TestSettings.at(clock).withData(data.resolve("data")));
        Client there = new Client(first)) {
      post(there, "/keys/signing/rotate", admin(there));
      published = published(there);
    }

    try (Auth0Emulator again =
            Auth0Emulator.start(TestSettings.at(clock).withData(data.resolve("data")));
        Client there = new Client(again)) {
      assertThat(published(there)).isEqualTo(published).hasSize(3);
    }
  }

  @Test
  void a_session_is_listed_and_revoked_with_its_refresh_tokens() {
    Map<String, String> offline = Client.with(request(), "scope", "openid offline_access");
    Answer tokens =
        browser.exchange(HostedClient.code(browser.logIn(offline, ALICE, ALICE_PASSWORD)));
    String[] admin = admin(client);
    JsonNode listed = client.get(SESSIONS, admin).json().get("sessions");
    String id = listed.get(0).get("id").textValue();
    client.patch("/api/v2/sessions/" + id, "{\"session_metadata\":{\"a\":\"b\"}}", admin);
    JsonNode one = client.get("/api/v2/sessions/" + id, admin).json();

    Answer revoked = post(client, "/sessions/" + id + "/revoke", admin);

    assertThat(listed).hasSize(1);
    assertThat(one.get("session_metadata").toString()).isEqualTo("{\"a\":\"b\"}");
    assertThat(one.get("clients").toString()).contains(DemoTenant.WEB_CLIENT_ID);
    assertThat(one.get("authenticated_at").textValue()).isEqualTo("2026-03-01T10:00:00.123Z");
    assertThat(one.get("device").get("initial_ip").textValue()).isEqualTo("127.0.0.1");
    assertThat(revoked.status()).isEqualTo(202);
    assertThat(client.get("/api/v2/sessions/" + id, admin).status()).isEqualTo(404);
    assertThat(refresh(tokens).verdict()).isEqualTo("403 invalid_grant");
    assertThat(silently()).containsEntry("error", "login_required");
  }

  @Test
  void deleting_a_users_sessions_keeps_the_refresh_tokens() {
    Map<String, String> offline = Client.with(request(), "scope", "openid offline_access");
    Answer tokens =
        browser.exchange(HostedClient.code(browser.logIn(offline, ALICE, ALICE_PASSWORD)));

    Answer deleted = client.delete(SESSIONS, admin(client));

    assertThat(deleted.status()).isEqualTo(202);
    assertThat(silently()).containsEntry("error", "login_required");
    assertThat(refresh(tokens).status()).isEqualTo(200);
  }

  @Test
  void deleting_a_users_sessions_ends_each_of_them_and_no_other_users() {
    HostedClient second = new HostedClient(client);
    HostedClient bobs = new HostedClient(client);
    browser.logIn(request(), ALICE, ALICE_PASSWORD);
    bobs.logIn(request(), BOB, BOB_PASSWORD);
    second.logIn(request(), ALICE, ALICE_PASSWORD);
    int before = client.get(SESSIONS, admin(client)).json().get("sessions").size();

    client.delete(SESSIONS, admin(client));

    assertThat(before).isEqualTo(2);
    assertThat(client.get(SESSIONS, admin(client)).json().get("sessions")).isEmpty();
    assertThat(silently(browser)).containsEntry("error", "login_required");
    assertThat(silently(second)).containsEntry("error", "login_required");
    assertThat(silently(bobs)).containsKey("code");
  }

  @Test
  void revoking_a_users_access_ends_each_session() {
    HostedClient second = new HostedClient(client);
    browser.logIn(request(), ALICE, ALICE_PASSWORD);
    second.logIn(request(), ALICE, ALICE_PASSWORD);

    Answer revoked =
        client.post(
            SESSIONS.replace("/sessions", "/revoke-access"),
            "application/json",
            "{}",
            admin(client));

    assertThat(revoked.status()).isEqualTo(204);
    assertThat(silently(browser)).containsEntry("error", "login_required");
    assertThat(silently(second)).containsEntry("error", "login_required");
  }

  @Test
  void a_session_that_is_over_is_not_listed() {
    browser.logIn(request(), ALICE, ALICE_PASSWORD);
    String[] before = admin(client);
    JsonNode open = client.get(SESSIONS, before).json().get("sessions");
    Instant end = Instant.parse(open.get(0).get("idle_expires_at").textValue());
    // The answer leaves out what is less than a millisecond.
    clock.advance(Duration.between(clock.instant(), end.plusMillis(1)));

    JsonNode over = client.get(SESSIONS, admin(client)).json().get("sessions");

    assertThat(open).hasSize(1);
    assertThat(over).isEmpty();
  }

  @Test
  void the_tenants_session_lifetime_ends_a_session_and_is_shown_in_hours() {
    Answer changed =
        client.patch(
            "/api/v2/tenants/settings",
            "{\"session_lifetime_in_minutes\":90,\"idle_session_lifetime_in_minutes\":60}",
            admin(client));
    browser.logIn(request(), ALICE, ALICE_PASSWORD);

    clock.advance(Duration.ofMinutes(59));
    Map<String, String> used = silently();
    clock.advance(Duration.ofMinutes(32));
    Map<String, String> over = silently();

    assertThat(changed.json().get("session_lifetime").doubleValue()).isEqualTo(1.5);
    assertThat(changed.json().get("idle_session_lifetime").intValue()).isEqualTo(1);
    assertThat(changed.json().has("session_lifetime_in_minutes")).isFalse();
    assertThat(used).containsKey("code");
    assertThat(over).containsEntry("error", "login_required");
  }

  @Test
  void an_export_has_what_the_management_api_keeps() {
    String[] admin = admin(client);
    client.post("/api/v2/roles", "application/json", "{\"name\":\"Reader\"}", admin);
    client.patch(
        "/api/v2/connections/con_Demo0123456789AB",
        "{\"options\":{\"passwordPolicy\":\"excellent\"}}",
        admin);
    String exported = client.get("/emulator/state").body();
    TenantFile file = ((TenantFile.Read) TenantFile.read("export", exported)).file();

    try (Auth0Emulator copy = Auth0Emulator.start(TestSettings.at(clock).withTenant(file));
        Client there = new Client(copy)) {
      assertThat(there.get("/api/v2/roles", admin(there)).json().toString()).contains("Reader");
      assertThat(
              there
                  .patch(
                      "/api/v2/users/auth0%7C000000000000000000000001",
                      "{\"password\":\"weak\"}", admin(there))
                  .json()
                  .get("message")
                  .textValue())
          .startsWith("PasswordStrengthError");
      assertThat(there.get("/emulator/state").body()).isEqualTo(exported);
    }
  }

  private Map<String, String> silently() {
    return silently(browser);
  }

  private static Map<String, String> silently(HostedClient browser) {
    return HostedClient.response(browser.authorize(Client.with(request(), "prompt", "none")));
  }

  private Answer refresh(Answer tokens) {
    return client.token(
        Client.with(
            Client.with(HostedClient.exchangeOf("none"), "grant_type", "refresh_token"),
            "refresh_token",
            tokens.json().get("refresh_token").textValue()));
  }

  private static String[] admin(Client client) {
    return new String[] {"Authorization", "Bearer " + client.managementToken("")};
  }

  private static String keyOf(String[] admin) throws Exception {
    return SignedJWT.parse(admin[1].substring("Bearer ".length())).getHeader().getKeyID();
  }

  private static List<String> published(Client client) {
    List<String> ids = new ArrayList<>();
    client
        .get("/.well-known/jwks.json")
        .json()
        .get("keys")
        .forEach(key -> ids.add(key.get("kid").textValue()));
    return ids;
  }

  private static Answer post(Client client, String path, String[] admin) {
    return client.post("/api/v2" + path, "application/json", "", admin);
  }

  private static Answer put(Client client, String path, String[] admin) {
    return client.put("/api/v2" + path, "", admin);
  }
}
