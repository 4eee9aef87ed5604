package dev.portcullis.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Auth0's own SDKs for Node as clients, unchanged; in the profile {@code node-sdks}. */
@Tag("node")
class NodeSdksTest {

  private static final Path SOURCES = Path.of("src/test/node");
  private static final Path WORK = Path.of("target/node");

  @BeforeAll
  static void install() throws Exception {
    assertThat(run(Map.of(), "node", "--version")).startsWith("v");
    Files.createDirectories(WORK);
    Path lock = WORK.resolve("package-lock.json");
    boolean installed =
        Files.exists(WORK.resolve("node_modules/.package-lock.json"))
            && Files.mismatch(lock, SOURCES.resolve("package-lock.json")) < 0;
    try (Stream<Path> sources = Files.list(SOURCES)) {
      for (Path source : sources.toList()) {
        Files.copy(source, WORK.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    if (!installed) {
      run(Map.of(), "npm", "ci", "--ignore-scripts");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"auth0.test.js", "auth0-auth-js.test.js", "moved.test.js", "operations.test.js"})
  void the_sdk_takes_the_emulator_for_a_tenant(String file, @TempDir Path tls) throws Exception {
    EmulatorSettings settings = TestSettings.at(InstantSource.system()).withTls(tls);
    try (Auth0Emulator emulator = Auth0Emulator.start(settings)) {
      String output =
          run(
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

  /** Runs a command in the work folder to its end; its output. */
  private static String run(Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("node", ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory((Files.isDirectory(WORK) ? WORK : Path.of(".")).toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return fail(
          command[0]
              + " cannot be run (expected: Node 20.19 or later and npm on the PATH; without them"
              + " leave out -Pnode-sdks): "
              + e.getMessage());
    }
    boolean ended = process.waitFor(5, TimeUnit.MINUTES);
    process.destroyForcibly();
    String output = Files.readString(log);
    Files.delete(log);
    assertThat(ended && process.exitValue() == 0).as("%s:%n%s", List.of(command), output).isTrue();
    return output;
  }
}
