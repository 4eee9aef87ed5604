package dev.portcullis.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Auth0's own SDKs for Node as clients, unchanged; in the profile {@code node-sdks}. */
@Tag("node")
class NodeSdksTest {

  @BeforeAll
  static void install() throws Exception {
    NodeFolder.install();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"auth0.test.js", "auth0-auth-js.test.js", "moved.test.js", "operations.test.js"})
  void the_sdk_takes_the_emulator_for_a_tenant(String file, @TempDir Path tls) throws Exception {
    EmulatorSettings settings = TestSettings.at(InstantSource.system()).withTls(tls);
    try (Auth0Emulator emulator = Auth0Emulator.start(settings)) {
      String output =
          NodeFolder.run(
              Map.of(
                  "TENANT", tenant(emulator),
                  "NODE_EXTRA_CA_CERTS", emulator.caFile().orElseThrow().toString()),
              "node",
              "--test",
              "--test-reporter=spec",
              file);

      System.out.print(output);
      assertThat(output).contains("fail 0").doesNotContain("tests 0");
    }
  }

  private static String tenant(Auth0Emulator emulator) throws JsonProcessingException {
    return Client.JSON.writeValueAsString(
        Map.of(
            "operations", EmulatorCoverageTest.answered(emulator).size(),
            "domain", emulator.baseUri().getAuthority(),
            "connection", DemoTenant.CONNECTION,
            "audience", DemoTenant.API_AUDIENCE,
            "clientId", DemoTenant.GATEWAY_CLIENT_ID,
            "clientSecret", DemoTenant.GATEWAY_CLIENT_SECRET,
            "untrusted",
                application(DemoTenant.UNTRUSTED_CLIENT_ID, DemoTenant.UNTRUSTED_CLIENT_SECRET),
            "management",
                application(DemoTenant.MANAGEMENT_CLIENT_ID, DemoTenant.MANAGEMENT_CLIENT_SECRET),
            "users",
                Map.of(
                    "alice", user(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD),
                    "bob", user(DemoTenant.BOB, DemoTenant.BOB_PASSWORD),
                    "leaky", user(DemoTenant.LEAKY, DemoTenant.LEAKY_PASSWORD),
                    "blocked", user(DemoTenant.BLOCKED, DemoTenant.BLOCKED_PASSWORD),
                    "mia", user(DemoTenant.MIA, DemoTenant.MIA_PASSWORD)),
            "mia",
                Map.of(
                    "otpSecret", DemoTenant.MIA_OTP_SECRET,
                    "recoveryCode", DemoTenant.MIA_RECOVERY_CODE)));
  }

  private static Map<String, String> application(String clientId, String clientSecret) {
    return Map.of("clientId", clientId, "clientSecret", clientSecret);
  }

  private static Map<String, String> user(String username, String password) {
    return Map.of("username", username, "password", password);
  }
}
