package dev.portcullis.bootstrap.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.GatewayClient;
import dev.portcullis.bootstrap.GatewayClient.Answer;
import dev.portcullis.bootstrap.Main;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The program as operators run it: processes, a file, signals. */
@Timeout(60)
@Isolated
class ProcessTest {

  @TempDir private Path directory = Path.of(".");

  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void kill() {
    processes.forEach(Process::destroyForcibly);
  }

  /** One process for both: what it has served is what its heap is searched for. */
  @Test
  void a_gateway_serves_json_and_form_and_an_idle_one_has_no_password_in_its_heap()
      throws Exception {
    try (Auth0Emulator tenant = EmulatedTenant.start()) {
      Process gateway = start("serve", "--config", settings(tenant.baseUri().getPort()));
      int port = find(gateway.errorReader(UTF_8), "users\":\"127\\.0\\.0\\.1:(\\d+)");
      String password = "canary" + System.nanoTime();
      try (GatewayClient client = new GatewayClient(port)) {
        Answer json = client.logIn(DemoTenant.ALICE, DemoTenant.ALICE_PASSWORD, "203.0.113.7");
        var form =
            client.post(
                "application/x-www-form-urlencoded",
                "username="
                    + URLEncoder.encode(DemoTenant.BOB, UTF_8)
                    + "&password="
                    + URLEncoder.encode(DemoTenant.BOB_PASSWORD, UTF_8));
        assertThat(json.status()).isEqualTo(200);
        assertThat(form.statusCode()).isEqualTo(200);
        for (int i = 0; i < 9; i++) {
          assertThat(client.logIn(DemoTenant.ALICE, password, "203.0.113.7").status())
              .isEqualTo(403);
        }

        String heap = heapOf(gateway);

        assertThat(heap).contains(DemoTenant.GATEWAY_CLIENT_ID);
        for (String secret : List.of(password, DemoTenant.ALICE_PASSWORD)) {
          assertThat(heap.contains(secret)).as("as bytes").isFalse();
          assertThat(heap.contains(new String(secret.getBytes(UTF_16BE), ISO_8859_1)))
              .as("as characters")
              .isFalse();
        }
      }
    }
  }

  @Test
  void a_gateway_told_to_stop_answers_the_login_under_way_first() throws Exception {
    try (ServerSocket slowTenant = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process gateway = start("serve", "--config", settings(slowTenant.getLocalPort()));
      int port = find(gateway.errorReader(UTF_8), "users\":\"127\\.0\\.0\\.1:(\\d+)");
      try (GatewayClient client = new GatewayClient(port)) {
        CompletableFuture<Answer> underWay =
            client.logInLater("ada@example.com", "secret", "203.0.113.7");
        Socket call = slowTenant.accept();
        assertThat(call.getInputStream().read()).isEqualTo('P');

        // Process.destroy would close what it still has to say.
        gateway.toHandle().destroy();
        find(gateway.errorReader(UTF_8), "(Stopping)");
        call.getOutputStream()
            .write(
                "HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nContent-Length: 25\r\n\r\n{\"error\":\"invalid_grant\"}"
                    .getBytes(UTF_8));

        assertThat(underWay.get(20, TimeUnit.SECONDS).text("error")).isEqualTo("invalid_grant");
        assertThat(gateway.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(gateway.exitValue()).isEqualTo(0);
      }
    }
  }

  /** What a live heap dump holds, a character for each byte. */
  private String heapOf(Process process) throws Exception {
    Path dump = directory.resolve("live.hprof");
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "GC.heap_dump",
                dump.toAbsolutePath().toString())
            .redirectErrorStream(true)
            .start();
    String words = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
    assertThat(jcmd.waitFor()).as(words).isZero();
    return Files.readString(dump, ISO_8859_1);
  }

  private Process start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    processes.add(process);
    return process;
  }

  private String settings(int tenantPort) throws IOException {
    return Files.writeString(
            directory.resolve("portcullis.yaml"),
            """
            listen: {users: "127.0.0.1:0", operators: "127.0.0.1:0"}
            client-ip:
              trusted-proxies: 127.0.0.0/8
              private-result: {allow: 203.0.113.0/24}
            auth0:
              domain: http://127.0.0.1:%d
              client-id: %s
              client-secret: %s
            """
                .formatted(
                    tenantPort, DemoTenant.GATEWAY_CLIENT_ID, DemoTenant.GATEWAY_CLIENT_SECRET))
        .toString();
  }

  /** The number, or whatever stands in the group, of the first line that has it. */
  private static int find(BufferedReader lines, String regex) throws IOException {
    Pattern pattern = Pattern.compile(regex);
    StringBuilder seen = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.find()) {
        return matcher.group(1).chars().allMatch(Character::isDigit)
            ? Integer.parseInt(matcher.group(1))
            : 0;
      }
      seen.append(line).append('\n');
    }
    throw new AssertionError("no line with " + regex + " in\n" + seen);
  }
}
