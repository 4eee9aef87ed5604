package dev.portcullis.emulator;

import static dev.portcullis.emulator.Client.login;
import static dev.portcullis.emulator.Client.with;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE;
import static dev.portcullis.emulator.tenant.DemoTenant.ALICE_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.API_AUDIENCE;
import static dev.portcullis.emulator.tenant.DemoTenant.BLOCKED;
import static dev.portcullis.emulator.tenant.DemoTenant.BLOCKED_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB;
import static dev.portcullis.emulator.tenant.DemoTenant.BOB_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_ID;
import static dev.portcullis.emulator.tenant.DemoTenant.GATEWAY_CLIENT_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY;
import static dev.portcullis.emulator.tenant.DemoTenant.LEAKY_PASSWORD;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_OTP_SECRET;
import static dev.portcullis.emulator.tenant.DemoTenant.MIA_PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.portcullis.emulator.Client.Answer;
import dev.portcullis.emulator.clock.WrittenTime;
import dev.portcullis.emulator.internal.mfa.Codes;
import dev.portcullis.emulator.tenantfile.TenantFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class StateTest {

  private static final String ALICE_ID = "auth0|000000000000000000000001";

  @TempDir private Path directory = Path.of(".");

  private final TestClock clock = new TestClock();
  private final Auth0Emulator emulator = Auth0Emulator.start(TestSettings.at(clock));
  private final Client client = new Client(emulator);

  @AfterEach
  void stop() {
    client.close();
    emulator.close();
  }

  @Test
  void roles_and_organizations_are_exported_and_imported() {
    String[] admin = {"Authorization", "Bearer " + client.managementToken("")};
    String role = made("roles", "{\"name\":\"Buyer\"}", admin);
    post(
        "roles/" + role + "/permissions",
        "{\"permissions\":[{\"resource_server_identifier\":\""
            + API_AUDIENCE
            + "\",\"permission_name\":\"read:orders\"},{\"resource_server_identifier\":\"gone\","
            + "\"permission_name\":\"x\"}]}",
        admin);
    post("roles/" + role + "/users", "{\"users\":[\"" + ALICE_ID + "\"]}", admin);
    String acme =
        made(
            "organizations",
            "{\"name\":\"acme\",\"enabled_connections\":[{\"connection_id\":"
                + "\"con_Demo0123456789AB\"}]}",
            admin);
    post(
        "organizations/" + acme + "/members",
        "{\"members\":[\"" + ALICE_ID + "\",\"auth0|000000000000000000000002\"]}",
        admin);
    post(
        "organizations/" + acme + "/members/" + Client.encoded(ALICE_ID) + "/roles",
        "{\"roles\":[\"" + role + "\"]}",
        admin);
    client.delete("/api/v2/users/auth0%7C000000000000000000000002", admin);
    JsonNode exported = client.get("/emulator/state").json();
    emulator.reset();

    Answer imported = client.post("/emulator/state", "application/json", exported.toString());

    assertThat(imported.status()).as(imported.body()).isLessThan(300);
    assertThat(exported.path("roles").toString())
        .isEqualTo(
            "[{\"id\":\"%s\",\"name\":\"Buyer\",\"description\":\"\",\"permissions\":"
                    .formatted(role)
                + "[{\"resource_server_identifier\":\"%s\",\"permission_name\":\"read:orders\"}],"
                    .formatted(API_AUDIENCE)
                + "\"users\":[\"%s\"]}]".formatted(ALICE_ID));
    assertThat(exported.path("organizations").get(0).path("members").toString())
        .isEqualTo("[{\"user_id\":\"%s\",\"roles\":[\"%s\"]}]".formatted(ALICE_ID, role));
    assertThat(client.get("/emulator/state").json().path("organizations"))
        .isEqualTo(exported.path("organizations"));
    assertThat(client.get("/emulator/state").json().path("roles"))
        .isEqualTo(exported.path("roles"));
  }

  private String made(String path, String body, String... admin) {
    return post(path, body, admin).json().get("id").textValue();
  }

  private Answer post(String path, String body, String... admin) {
    Answer answer = client.post("/api/v2/" + path, "application/json", body, admin);
    assertThat(answer.status()).as(answer.body()).isLessThan(300);
    return answer;
  }

  @Test
  void a_tenant_started_from_an_export_admits_the_same_users() throws IOException {
    String management = client.managementToken("update:users");
    client.patch(
        "/api/v2/users/auth0%7C000000000000000000000002",
        "{\"password\":\"another password\",\"name\":\"Robert\",\"user_metadata\":{\"a\":[1]}}",
        "Authorization",
        "Bearer " + management);
    Path file = directory.resolve("state.json");
    Files.writeString(file, client.get("/emulator/state").body());
    TenantFile read = ((TenantFile.Read) TenantFile.read(file)).file();

    try (Auth0Emulator copy = Auth0Emulator.start(TestSettings.at(clock).withTenant(read));
        Client there = new Client(copy)) {
      assertThat(there.logIn(ALICE, ALICE_PASSWORD, "192.0.2.1").status()).isEqualTo(200);
      assertThat(there.logIn(BOB, BOB_PASSWORD, "192.0.2.1").status()).isEqualTo(403);
      assertThat(there.logIn(BOB, "another password", "192.0.2.1").status()).isEqualTo(200);
      assertThat(there.logIn(BLOCKED, BLOCKED_PASSWORD, "192.0.2.1").verdict())
          .isEqualTo("401 unauthorized");
      assertThat(there.logIn(LEAKY, LEAKY_PASSWORD, "192.0.2.1").verdict())
          .isEqualTo("401 password_leaked");
      assertThat(secondStep(there).status()).isEqualTo(200);
      assertThat(there.get("/emulator/state").json())
          .isEqualTo(client.get("/emulator/state").json());
    }
  }

  @Test
  void the_example_refuses_a_password_of_its_own_list() {
    Path example = Path.of("../examples/emulator/tenant.yaml");
    TenantFile file = ((TenantFile.Read) TenantFile.read(example)).file();
    Map<String, String> signUp =
        Map.of(
            "client_id",
            "ShopLoginServer00000000000000001",
            "connection",
            "Customers",
            "email",
            "new@example.com",
            "password",
            "hunter2");

    try (Auth0Emulator shop = Auth0Emulator.start(TestSettings.at(clock).withTenant(file));
        Client there = new Client(shop)) {
      Answer refused = there.form("/dbconnections/signup", signUp);
      Map<String, String> grace =
          Map.of(
              "grant_type",
              "password",
              "username",
              "grace@example.com",
              "password",
              "first actual case of bug being found",
              "client_id",
              "ShopLoginServer00000000000000001",
              "client_secret",
              "only-for-tests-shop-login-server");

      assertThat(refused.json().path("code").asText()).isEqualTo("password_leaked");
      assertThat(there.token(grace).status()).isEqualTo(200);
    }
  }

  @Test
  void an_import_takes_the_place_of_the_tenant_until_the_reset() {
    JsonNode before = client.get("/emulator/state").json();

    Answer imported =
        client.post(
            "/emulator/state",
            "application/yaml",
            """
            clients:
              - client_id: LoginGatewayDemoClient0123456789
                client_secret: demo-secret-of-the-login-gateway-not-for-production-use-0000000
                grant_types: [password]
            connections: [{name: db}]
            tenant: {default_directory: db}
            users: [{email: zoe@example.com, password: the only one here}]
            """);

    assertThat(imported.status()).isEqualTo(204);
    assertThat(client.token(login("zoe@example.com", "the only one here")).status()).isEqualTo(200);
    assertThat(client.token(login(ALICE, ALICE_PASSWORD)).status()).isEqualTo(403);
    assertThat(client.post("/emulator/reset", "application/json", "{}").status()).isEqualTo(204);
    assertThat(client.token(login(ALICE, ALICE_PASSWORD)).status()).isEqualTo(200);
    assertThat(withoutHashes(client.get("/emulator/state").json()))
        .isEqualTo(withoutHashes(before));
  }

  @Test
  void an_import_that_is_not_right_changes_nothing() {
    Answer refused =
        client.post(
            "/emulator/state",
            "application/json",
            "{\"users\":[{\"email\":\"zoe\",\"pasword\":\"s3cret\"}],"
                + "\"emulator\":{\"breached_passwords\":[\"/etc/passwd\"]}}");
    Answer form = client.post("/emulator/state", "text/plain", "{}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().path("problems"))
        .extracting(JsonNode::asText)
        .containsExactly(
            "body:1:12: users[0].email: zoe (expected: an e-mail address)",
            "body:1:26: users[0].pasword: unknown key (did you mean password?)");
    assertThat(form.status()).isEqualTo(400);
    assertThat(client.token(login(ALICE, ALICE_PASSWORD)).status()).isEqualTo(200);
  }

  @Test
  void the_schema_is_served() {
    assertThat(client.get("/emulator/tenant.schema.json").body()).isEqualTo(TenantFile.schema());
  }

  @Test
  void a_folder_keeps_changes_and_a_reset_restores_the_definition_there_too() {
    EmulatorSettings settings = TestSettings.at(clock).withData(directory.resolve("data"));
    try (Auth0Emulator first = Auth0Emulator.start(settings);
        Client there = new Client(first)) {
      String management = there.managementToken("update:attack_protection delete:clients");
      there.patch(
          "/api/v2/attack-protection/brute-force-protection",
          "{\"max_attempts\":2}",
          "Authorization",
          "Bearer " + management);
      there.delete(
          "/api/v2/clients/UntrustedAppDemoClient0123456789",
          "Authorization",
          "Bearer " + management);
      there.post("/emulator/clock", "application/json", "{\"advance\":\"PT1H\"}");
      there.logIn(ALICE, "wrong", "192.0.2.1");
      there.logIn(ALICE, "wrong", "192.0.2.1");
    }
    try (Auth0Emulator second = Auth0Emulator.start(settings);
        Client there = new Client(second)) {
      assertThat(there.logIn(ALICE, ALICE_PASSWORD, "192.0.2.1").status()).isEqualTo(429);
      assertThat(there.get("/emulator/clock").json().path("now").asText())
          .isEqualTo(WrittenTime.of(clock.instant().plus(Duration.ofHours(1))));
      assertThat(there.get("/emulator/state").body()).doesNotContain("UntrustedAppDemo");
      second.reset();
    }

    try (Auth0Emulator third = Auth0Emulator.start(settings);
        Client there = new Client(third)) {
      assertThat(there.logIn(ALICE, ALICE_PASSWORD, "192.0.2.1").status()).isEqualTo(200);
      assertThat(third.tenant().logs()).hasSize(1);
      assertThat(there.get("/emulator/state").body()).contains("UntrustedAppDemo");
    }
  }

  private Answer secondStep(Client there) {
    String token = there.logIn(MIA, MIA_PASSWORD, "192.0.2.1").json().path("mfa_token").asText();
    return there.token(
        with(
            Map.of(
                "grant_type",
                "http://auth0.com/oauth/grant-type/mfa-otp",
                "client_id",
                GATEWAY_CLIENT_ID,
                "client_secret",
                GATEWAY_CLIENT_SECRET,
                "mfa_token",
                token),
            "otp",
            Codes.at(MIA_OTP_SECRET, clock.instant())));
  }

  private static String withoutHashes(JsonNode state) {
    return state.toString().replaceAll("\"password_hash\":\"[^\"]+\"", "");
  }
}
