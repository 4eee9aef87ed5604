package dev.portcullis.bootstrap.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.bootstrap.EmulatedTenant;
import dev.portcullis.bootstrap.GatewayClient;
import dev.portcullis.bootstrap.GatewayClient.Answer;
import dev.portcullis.bootstrap.Main;
import dev.portcullis.emulator.Auth0Emulator;
import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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

  /** Through fifteen proxies, so that its trace is a long line. */
  private static final String FAR_AWAY = "203.0.113.7" + ", 127.0.0.2".repeat(15);

  @TempDir private Path directory = Path.of(".");

  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void kill() {
    processes.forEach(Process::destroyForcibly);
  }

  /** One process for both: what it has served is what its heap is searched for. */
  @Test
  void a_gateway_serves_json_and_form_and_an_idle_one_has_no_password_and_one_secret_in_its_heap()
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
          assertThat(copies(heap, secret)).isZero();
        }
        assertThat(copies(heap, DemoTenant.GATEWAY_CLIENT_SECRET)).isEqualTo(1);
      }
    }
  }

  @Test
  void a_gateway_told_to_stop_answers_the_login_under_way_first() throws Exception {
    try (ServerSocket slowTenant = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process gateway = start("serve", "--config", settings(slowTenant.getLocalPort()));
      slowTenant.setSoTimeout(20_000);
      Socket call = slowTenant.accept();
      call.setSoTimeout(20_000);
      acceptClient(call);
      int port = find(gateway.errorReader(UTF_8), "users\":\"127\\.0\\.0\\.1:(\\d+)");
      try (GatewayClient client = new GatewayClient(port)) {
        CompletableFuture<Answer> underWay =
            client.logInLater("ada@example.com", "secret", "203.0.113.7");
        // On the connection that was opened before the gateway was ready.
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
  void a_hang_up_reads_the_new_client_secret_and_the_gateway_goes_on() throws Exception {
    AtomicReference<String> accepted = new AtomicReference<>(DemoTenant.GATEWAY_CLIENT_SECRET);
    AtomicInteger logins = new AtomicInteger();
    HttpServer tenant = tenantAccepting(accepted, logins);
    try {
      Process gateway = start("serve", "--config", settings(tenant.getAddress().getPort()));
      BufferedReader log = gateway.errorReader(UTF_8);
      int port = find(log, "users\":\"127\\.0\\.0\\.1:(\\d+)");
      accepted.set("the-secret-after-it");
      Files.writeString(directory.resolve("client.secret"), "the-secret-after-it\n");

      int sent = new ProcessBuilder("sh", "-c", "kill -HUP " + gateway.pid()).start().waitFor();
      assertThat(sent).isZero();
      // In either order: the files are read from time to time, too.
      findAll(log, "SIGHUP", "The client secret of the files is in use");
      Answer answer;
      try (GatewayClient client = new GatewayClient(port)) {
        answer = client.logIn("ada@example.com", "p", "203.0.113.7");
      }

      assertThat(answer.text("error")).isEqualTo("invalid_grant");
      assertThat(logins).hasValue(1);
      assertThat(gateway.isAlive()).isTrue();
    } finally {
      tenant.stop(0);
    }
  }

  /** Each file keeps its size and its time, so that only the hang-up has it read. */
  @Test
  @Timeout(120)
  void a_hang_up_reads_ranges_session_keys_and_secrets_even_if_no_file_looks_changed()
      throws Exception {
    HttpServer tenant =
        tenantAccepting(
            new AtomicReference<>(DemoTenant.GATEWAY_CLIENT_SECRET), new AtomicInteger());
    try {
      Path settings = Path.of(settings(tenant.getAddress().getPort()));
      Files.writeString(
          settings,
          Files.readString(settings)
                  .replace("trusted-proxies: 127.0.0.0/8", "trusted-proxies: \"file:ranges.txt\"")
              + """
              pages: {enabled: true, origin: "https://login.example.com"}
              session: {keys: "file:session.keys", revoked: memory}
              """);
      Files.writeString(directory.resolve("ranges.txt"), "127.0.0.0/8\n");
      Files.writeString(directory.resolve("session.keys"), "A".repeat(43) + "=\n");
      Process gateway = start("serve", "--config", settings.toString());
      BufferedReader log = gateway.errorReader(UTF_8);
      int unused = find(log, "users\":\"127\\.0\\.0\\.1:(\\d+)");
      rewriteUnnoticed("ranges.txt", "128.0.0.0/8\n");
      rewriteUnnoticed("session.keys", "BBBB" + "A".repeat(39) + "=\n");

      int sent = new ProcessBuilder("sh", "-c", "kill -HUP " + gateway.pid()).start().waitFor();

      assertThat(sent).isZero();
      findAll(
          log,
          "New ranges are applied",
          "New session keys are applied",
          "The client secret of the files is in use");
    } finally {
      tenant.stop(0);
    }
  }

  private void rewriteUnnoticed(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    FileTime before = Files.getLastModifiedTime(file);
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, before);
  }

  @Test
  void a_gateway_whose_client_secret_is_refused_does_not_start() throws Exception {
    try (Auth0Emulator tenant = EmulatedTenant.start()) {
      String settings = settings(tenant.baseUri().getPort());
      Files.writeString(directory.resolve("client.secret"), "canary-wrong-secret");

      Process gateway = start("serve", "--config", settings);
      boolean ended = gateway.waitFor(40, TimeUnit.SECONDS);

      assertThat(ended).isTrue();
      assertThat(gateway.exitValue()).isEqualTo(1);
      assertThat(new String(gateway.getErrorStream().readAllBytes(), UTF_8))
          .contains("portcullis: Auth0 refuses the application (401 access_denied)")
          .contains("auth0.client-secret")
          .doesNotContain("canary-wrong-secret", "is ready");
    }
  }

  @Test
  void the_log_of_a_gateway_has_the_format_and_the_level_of_the_settings() throws Exception {
    try (Auth0Emulator tenant = EmulatedTenant.start()) {
      String settings = settings(tenant.baseUri().getPort());
      Files.writeString(
          Path.of(settings),
          Files.readString(Path.of(settings)) + "log: {format: text, level: trace}\n");

      Process gateway = start("serve", "--config", settings);
      String lines = String.join("\n", linesUpTo(gateway.errorReader(UTF_8), "is ready"));

      assertThat(lines).contains(" INFO ").containsPattern("(?m) (DEBUG|TRACE) ");
      assertThat(lines).doesNotContain("{\"");
    }
  }

  /** Refuses the application unless it has this secret, and then every password. */
  private static HttpServer tenantAccepting(AtomicReference<String> secret, AtomicInteger logins)
      throws IOException {
    HttpServer tenant =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    tenant.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            boolean known = form.contains("client_secret=" + secret.get());
            boolean login = form.contains("password=");
            if (login) {
              logins.incrementAndGet();
            }
            String error =
                known ? login ? "invalid_grant" : "unauthorized_client" : "access_denied";
            byte[] answer = ("{\"error\":\"" + error + "\"}").getBytes(UTF_8);
            exchange.sendResponseHeaders(known ? 403 : 401, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    tenant.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    tenant.start();
    return tenant;
  }

  /** Reads the request that proves the application's secret, and accepts it. */
  private static void acceptClient(Socket call) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) call.getInputStream().read());
    }
    Matcher length = Pattern.compile("(?i)content-length: (\\d+)").matcher(head);
    assertThat(length.find()).isTrue();
    call.getInputStream().skipNBytes(Integer.parseInt(length.group(1)));
    call.getOutputStream()
        .write(
            "HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nContent-Length: 31\r\n\r\n{\"error\":\"unauthorized_client\"}"
                .getBytes(UTF_8));
  }

  /** A terminal that is stopped, or a collector of logs that hangs. */
  @Test
  @Timeout(300)
  void a_log_that_nobody_reads_stops_no_login_and_its_losses_are_summed() throws Exception {
    HttpServer tenant = refusingTenant();
    try {
      String settings = settings(tenant.getAddress().getPort());
      Files.writeString(
          Path.of(settings),
          Files.readString(Path.of(settings)).replace("client-ip:", "client-ip:\n  trace: all")
              // Their sums would be among the lines that are counted.
              + "limits: {preset: off}\n");
      Process gateway = start("serve", "--config", settings);
      BufferedReader log = gateway.errorReader(UTF_8);
      Matcher ports =
          match(log, "users\":\"127\\.0\\.0\\.1:(\\d+)\",\"operators\":\"127\\.0\\.0\\.1:(\\d+)");
      int logins = 2_000;

      List<Throwable> failures = logInManyTimes(Integer.parseInt(ports.group(1)), logins);
      String readiness = ready(Integer.parseInt(ports.group(2)));
      List<String> lines = new ArrayList<>(linesUpTo(log, "log_lost"));
      gateway.toHandle().destroy();
      lines.addAll(log.lines().toList());

      assertThat(failures).isEmpty();
      assertThat(readiness).contains("UP");
      assertThat(count(lines, "\"event.action\":\"authn_login_")).isEqualTo(logins);
      int traces = count(lines, "\"event.action\":\"client_address_decided\"");
      assertThat(traces).isLessThan(logins);
      assertThat(traces + lost(lines, "other")).isEqualTo(logins);
      assertThat(lost(lines, "login")).isZero();
      assertThat(lines.getLast()).contains("Stopped");
      assertThat(gateway.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(gateway.exitValue()).isEqualTo(0);
    } finally {
      tenant.stop(0);
    }
  }

  /** A tenant that refuses every password at once. */
  private static HttpServer refusingTenant() throws IOException {
    HttpServer tenant =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    byte[] answer = "{\"error\":\"invalid_grant\",\"error_description\":\"Wrong\"}".getBytes(UTF_8);
    tenant.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(403, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    tenant.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    tenant.start();
    return tenant;
  }

  /** Logs in that many times, 100 times concurrently; the failures of those that got no answer. */
  private static List<Throwable> logInManyTimes(int port, int logins) throws Exception {
    List<Throwable> failures = new CopyOnWriteArrayList<>();
    AtomicInteger next = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(logins);
    try (GatewayClient client = new GatewayClient(port)) {
      Runnable user =
          () -> {
            while (next.getAndIncrement() < logins) {
              try {
                client.logIn("ada@example.com", "p", FAR_AWAY);
              } catch (Exception | AssertionError e) {
                failures.add(e);
              }
              all.countDown();
            }
          };
      for (int i = 0; i < 100; i++) {
        Thread.ofVirtual().start(user);
      }
      assertThat(all.await(4, TimeUnit.MINUTES))
          .as("answered: " + (logins - all.getCount()) + " of " + logins)
          .isTrue();
    }
    return failures;
  }

  private static String ready(int operators) throws Exception {
    try (GatewayClient client = new GatewayClient(operators)) {
      return client.get(operators, "/health/ready");
    }
  }

  private static List<String> linesUpTo(BufferedReader log, String text) throws IOException {
    List<String> lines = new ArrayList<>();
    do {
      lines.add(log.readLine());
    } while (!lines.getLast().contains(text));
    return lines;
  }

  private static int count(List<String> lines, String text) {
    return (int) lines.stream().filter(line -> line.contains(text)).count();
  }

  /** The sum of what the log itself says it has lost. */
  private static int lost(List<String> lines, String kind) {
    Pattern number = Pattern.compile("\"portcullis.lost." + kind + "\":(\\d+)");
    return lines.stream()
        .map(number::matcher)
        .filter(Matcher::find)
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .sum();
  }

  /** How often a text is in a heap, as bytes or as characters. */
  private static int copies(String heap, String text) {
    return count(heap, text) + count(heap, new String(text.getBytes(UTF_16BE), ISO_8859_1));
  }

  private static int count(String whole, String part) {
    int count = 0;
    for (int at = whole.indexOf(part); at >= 0; at = whole.indexOf(part, at + 1)) {
      count++;
    }
    return count;
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
    // The end of the process ends its log: a line that is missing is not waited for any longer.
    CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS).execute(process::destroyForcibly);
    return process;
  }

  private String settings(int tenantPort) throws IOException {
    Files.writeString(directory.resolve("client.secret"), DemoTenant.GATEWAY_CLIENT_SECRET + "\n");
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
              client-secret: file:client.secret
            """
                .formatted(tenantPort, DemoTenant.GATEWAY_CLIENT_ID))
        .toString();
  }

  /** The number, or whatever stands in the group, of the first line that has it. */
  private static int find(BufferedReader lines, String regex) throws IOException {
    String found = match(lines, regex).group(1);
    return found.chars().allMatch(Character::isDigit) ? Integer.parseInt(found) : 0;
  }

  private static void findAll(BufferedReader lines, String... texts) throws IOException {
    List<String> missing = new ArrayList<>(List.of(texts));
    List<String> seen = new ArrayList<>();
    while (!missing.isEmpty()) {
      String line = lines.readLine();
      if (line == null) {
        throw new AssertionError("no line with " + missing + " in " + seen);
      }
      seen.add(line);
      missing.removeIf(line::contains);
    }
  }

  private static Matcher match(BufferedReader lines, String regex) throws IOException {
    Pattern pattern = Pattern.compile(regex);
    StringBuilder seen = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.find()) {
        return matcher;
      }
      seen.append(line).append('\n');
    }
    throw new AssertionError("no line with " + regex + " in\n" + seen);
  }
}
