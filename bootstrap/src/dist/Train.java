import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the AOT cache that lets the gateway start fast: runs the gateway on its own class path,
 * logs in through it, and keeps what the JVM then knows about its classes. The tenant is a token
 * endpoint in this process, with prepared answers.
 *
 * <p>{@code java Train.java JAVA_HOME JVM_OPTIONS MAIN_JAR MAIN_CLASS CACHE}
 */
final class Train {

  private static final int LOGINS = 200;

  private static final String SETTINGS =
      """
      listen: {users: "127.0.0.1:0", operators: "127.0.0.1:0"}
      client-ip:
        trusted-proxies: 127.0.0.0/8
        private-result: {allow: 203.0.113.0/24}
      auth0:
        domain: http://127.0.0.1:%d
        client-id: training
        client-secret: training
      """;

  private static final String WRONG = "wrong";

  private static final String TOKENS =
      "{\"access_token\":\"%s\",\"id_token\":\"%s\",\"scope\":\"openid profile email\",\"expires_in\":86400,\"token_type\":\"Bearer\"}"
          .formatted("a".repeat(760), "i".repeat(600));

  private static final String REFUSAL =
      "{\"error\":\"invalid_grant\",\"error_description\":\"Wrong email or password.\"}";

  private Train() {}

  public static void main(String[] args) throws Exception {
    Path java = Path.of(args[0], "bin", "java");
    List<String> jvm = List.of("@" + args[1], "-cp", args[2]);
    String program = args[3];
    Path cache = Path.of(args[4]);
    Path directory = Files.createTempDirectory("portcullis-training");
    Path unfinished = cache.resolveSibling(cache.getFileName() + ".new");
    HttpServer tenant =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tenant.createContext("/oauth/token", Train::answer);
    tenant.start();
    List<Process> processes = new ArrayList<>();
    try {
      Path settings =
          Files.writeString(
              directory.resolve("portcullis.yaml"),
              SETTINGS.formatted(tenant.getAddress().getPort()));
      Process gateway =
          start(
              processes,
              java,
              jvm,
              program,
              List.of(
                  "-XX:AOTCacheOutput=" + unfinished,
                  "-XX:+UnlockDiagnosticVMOptions",
                  "-XX:-AOTRecordTraining",
                  "-Xlog:aot*=off",
                  "-Xlog:cds*=off"),
              "serve",
              "--config",
              settings.toString());
      BufferedReader log = gateway.errorReader();
      String line = find(log, "(users\".*operators\"[^,}]*)");
      // Somebody has to read it, or the gateway waits for that.
      Thread reading = Thread.ofVirtual().start(() -> log.lines().forEach(ignored -> {}));
      logIn(portAfter("users", line), portAfter("operators", line));
      // Process.destroy would also close the streams that it still writes to.
      gateway.toHandle().destroy();
      boolean ended = gateway.waitFor(10, TimeUnit.MINUTES);
      reading.join(1000);
      if (!ended || !Files.exists(unfinished)) {
        throw new IllegalStateException("the JVM wrote no cache");
      }
      Files.move(unfinished, cache, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      processes.forEach(Process::destroyForcibly);
      tenant.stop(0);
      Files.deleteIfExists(directory.resolve("portcullis.yaml"));
      Files.deleteIfExists(directory);
    }
  }

  /** One of the two prepared answers, by the password in the form. */
  private static void answer(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean right = !form.contains("password=" + WRONG);
    byte[] body = (right ? TOKENS : REFUSAL).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(right ? 200 : 403, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }

  private static Process start(
      List<Process> processes,
      Path java,
      List<String> jvm,
      String program,
      List<String> more,
      String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(more);
    command.addAll(jvm);
    command.add(program);
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    processes.add(process);
    return process;
  }

  /** Forms and JSON, right and wrong, and what operators ask. */
  private static void logIn(String users, String operators) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI login = URI.create("http://127.0.0.1:" + users + "/api/auth");
      for (int i = 0; i < LOGINS; i++) {
        String name = "alice@example.com";
        String secret = i % 10 == 9 ? WRONG : "correct horse battery staple";
        boolean json = i % 2 == 1;
        String body =
            json
                ? "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(name, secret)
                : "username=" + encode(name) + "&password=" + encode(secret);
        String type = json ? "application/json" : "application/x-www-form-urlencoded";
        client.send(
            HttpRequest.newBuilder(login)
                .header("Content-Type", type)
                .header("X-Forwarded-For", "203.0.113." + i % 250)
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.discarding());
      }
      for (String path : List.of("/health/ready", "/health/live", "/metrics")) {
        URI asked = URI.create("http://127.0.0.1:" + operators + path);
        client.send(HttpRequest.newBuilder(asked).build(), BodyHandlers.discarding());
      }
    }
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String portAfter(String name, String line) {
    Matcher matcher = Pattern.compile(name + "\":\"127\\.0\\.0\\.1:(\\d+)").matcher(line);
    if (!matcher.find()) {
      throw new IllegalStateException("no port of " + name + " in: " + line);
    }
    return matcher.group(1);
  }

  private static String find(BufferedReader lines, String regex) throws IOException {
    Pattern pattern = Pattern.compile(regex);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher matcher = pattern.matcher(line);
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    throw new IllegalStateException("ended without a line with " + regex);
  }
}
