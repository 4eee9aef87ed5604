package dev.portcullis.bootstrap.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.bootstrap.GatewayClient;
import dev.portcullis.bootstrap.GatewayClient.Answer;
import dev.portcullis.bootstrap.Main;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The program as operators run it: processes, a file, signals. */
@Timeout(60)
class ProcessTest {

  @TempDir private Path directory = Path.of(".");

  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void kill() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void the_gateway_serves_a_tenant_in_another_process_in_json_and_form() throws Exception {
    Process tenant = start("emulator", "--port", "0");
    int tenantPort = find(tenant.inputReader(UTF_8), "tenant at http://127\\.0\\.0\\.1:(\\d+)");
    Process gateway = start("serve", "--config", settings(tenantPort));
    int port = find(gateway.errorReader(UTF_8), "users\":\"127\\.0\\.0\\.1:(\\d+)");

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
    }
    gateway.destroy();
    tenant.destroy();
    assertThat(gateway.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(tenant.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(gateway.exitValue()).isEqualTo(0);
    assertThat(tenant.exitValue()).isEqualTo(0);
  }

  @Test
  void the_tenant_speaks_https_to_whoever_trusts_the_file_it_names() throws Exception {
    Path tls = directory.resolve("tls");
    Process tenant =
        start("emulator", "--port", "0", "--https-port", "0", "--tls-dir", tls.toString());
    BufferedReader out = tenant.inputReader(UTF_8);
    int port = find(out, "tenant at https://127\\.0\\.0\\.1:(\\d+)");

    find(out, "(curl --cacert " + Pattern.quote(tls.resolve("ca.pem").toString()) + " https)");

    try (HttpClient client = HttpClient.newBuilder().sslContext(trusting(tls)).build()) {
      HttpResponse<String> keys =
          client.send(
              HttpRequest.newBuilder(
                      URI.create("https://localhost:" + port + "/.well-known/jwks.json"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(keys.statusCode()).isEqualTo(200);
      assertThat(keys.version()).isEqualTo(HttpClient.Version.HTTP_2);
    }
  }

  @Test
  void a_tls_folder_that_cannot_be_used_is_named_and_ends_the_tenant() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "not a folder");

    Process tenant = start("emulator", "--port", "0", "--tls-dir", file.toString());

    find(
        tenant.errorReader(UTF_8),
        "(portcullis: TLS folder " + Pattern.quote(file.toString()) + ")");
    assertThat(tenant.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(tenant.exitValue()).isEqualTo(1);
  }

  private static SSLContext trusting(Path tls) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(tls.resolve("ca.pem"))) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
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

  @Test
  void an_idle_gateway_has_no_password_in_its_heap() throws Exception {
    Process tenant = start("emulator", "--port", "0");
    int tenantPort = find(tenant.inputReader(UTF_8), "tenant at http://127\\.0\\.0\\.1:(\\d+)");
    Process gateway = start("serve", "--config", settings(tenantPort));
    int port = find(gateway.errorReader(UTF_8), "users\":\"127\\.0\\.0\\.1:(\\d+)");
    // The right ones stand in the demo's class files.
    String password = "canary" + System.nanoTime();
    try (GatewayClient client = new GatewayClient(port)) {
      for (int i = 0; i < 9; i++) {
        assertThat(client.logIn(DemoTenant.ALICE, password, "203.0.113.7").status()).isEqualTo(403);
      }

      String heap = heapOf(gateway);

      assertThat(heap).contains(DemoTenant.GATEWAY_CLIENT_ID);
      assertThat(heap.contains(password)).as("as bytes").isFalse();
      assertThat(heap.contains(new String(password.getBytes(UTF_16BE), ISO_8859_1)))
          .as("as characters")
          .isFalse();
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
