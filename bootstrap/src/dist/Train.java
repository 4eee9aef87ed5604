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
 * Writes the AOT cache that lets a command start fast: runs the command on its own class path, logs
 * in through it, and keeps what the JVM then knows about its classes. The gateway's tenant is a
 * token endpoint in this process, with prepared answers.
 *
 * <p>{@code java Train.java JAVA_HOME JVM_OPTIONS MAIN_JAR MAIN_CLASS CACHE [serve|emulator]}, the
 * gateway ({@code serve}) unless the emulator is named.
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
    Path cache = Path.of(args[4]);
    Path unfinished = cache.resolveSibling(cache.getFileName() + ".new");
    List<String> java = new ArrayList<>();
    java.add(Path.of(args[0], "bin", "java").toString());
    java.addAll(
        List.of(
            "-XX:AOTCacheOutput=" + unfinished,
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-AOTRecordTraining",
            "-Xlog:aot*=off",
            "-Xlog:cds*=off"));
    java.addAll(List.of("@" + args[1], "-cp", args[2], args[3]));
    if (args.length > 5 && args[5].equals("emulator")) {
      emulator(java);
    } else {
      gateway(java);
    }
    if (!Files.exists(unfinished)) {
      throw new IllegalStateException("the JVM wrote no cache");
    }
    Files.move(unfinished, cache, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void gateway(List<String> java) throws Exception {
    Path directory = Files.createTempDirectory("portcullis-training");
    HttpServer tenant =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    tenant.createContext("/oauth/token", Train::answer);
    tenant.start();
    try {
      Path settings =
          Files.writeString(
              directory.resolve("portcullis.yaml"),
              SETTINGS.formatted(tenant.getAddress().getPort()));
      Process gateway = start(java, "serve", "--config", settings.toString());
      try {
        BufferedReader log = gateway.errorReader();
        String line = find(log, "(users\".*operators\"[^,}]*)");
        // Somebody has to read it, or the gateway waits for that.
        Thread reading = Thread.ofVirtual().start(() -> log.lines().forEach(ignored -> {}));
        logIn(portAfter("users", line), portAfter("operators", line));
        stop(gateway);
        reading.join(1000);
      } finally {
        gateway.destroyForcibly();
      }
    } finally {
      tenant.stop(0);
      Files.deleteIfExists(directory.resolve("portcullis.yaml"));
      Files.deleteIfExists(directory);
    }
  }

  private static void emulator(List<String> java) throws Exception {
    Process emulator = start(java, "emulator", "--port", "0");
    try (HttpClient client = HttpClient.newHttpClient()) {
      BufferedReader lines = emulator.inputReader();
      String port = find(lines, "issuer .*:(\\d+)/");
      String id = find(lines, "client id +(\\S+)");
      String secret = find(lines, "client secret +(\\S+)");
      String user = find(lines, "user +(\\S+@\\S+ / .+)");
      Thread reading = Thread.ofVirtual().start(() -> lines.lines().forEach(ignored -> {}));
      Thread errors =
          Thread.ofVirtual().start(() -> emulator.errorReader().lines().forEach(ignored -> {}));
      String[] credentials = user.split(" / ", 2);
      for (int i = 0; i < LOGINS; i++) {
        String form =
            "grant_type=password&scope=openid&username=%s&password=%s&client_id=%s&client_secret=%s"
                .formatted(
                    encode(credentials[0]),
                    encode(i == 0 ? WRONG : credentials[1]),
                    encode(id),
                    encode(secret));
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("auth0-forwarded-for", "203.0.113." + i % 250)
                .timeout(Duration.ofSeconds(30))
                .POST(BodyPublishers.ofString(form))
                .build(),
            BodyHandlers.discarding());
      }
      stop(emulator);
      reading.join(1000);
      errors.join(1000);
    } finally {
      emulator.destroyForcibly();
    }
  }

  private static Process start(List<String> java, String... command) throws IOException {
    List<String> all = new ArrayList<>(java);
    all.addAll(List.of(command));
    return new ProcessBuilder(all).start();
  }

  /** By a signal, upon which the JVM writes the cache before it ends. */
  private static void stop(Process process) throws InterruptedException {
    // Process.destroy would also close the streams that it still writes to.
    process.toHandle().destroy();
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      throw new IllegalStateException("the program does not end");
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
