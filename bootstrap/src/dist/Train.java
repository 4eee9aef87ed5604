import java.io.BufferedReader;
import java.io.IOException;
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
 * Writes the AOT cache that lets the gateway start fast: a gateway before an emulated tenant, real
 * logins through both, and what the JVM then knows about its classes.
 *
 * <p>{@code java Train.java JAVA_HOME JVM_OPTIONS MAIN_JAR CACHE}
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
        domain: http://127.0.0.1:%s
        client-id: %s
        client-secret: %s
      """;

  private Train() {}

  public static void main(String[] args) throws Exception {
    Path java = Path.of(args[0], "bin", "java");
    List<String> jvm = List.of("@" + args[1], "-cp", args[2]);
    Path cache = Path.of(args[3]);
    Path directory = Files.createTempDirectory("portcullis-training");
    Path unfinished = cache.resolveSibling(cache.getFileName() + ".new");
    List<Process> processes = new ArrayList<>();
    try {
      Process tenant = start(processes, java, jvm, List.of(), "emulator", "--port", "0");
      BufferedReader words = tenant.inputReader();
      String port = find(words, "tenant at http://127\\.0\\.0\\.1:(\\d+)");
      Path settings =
          Files.writeString(
              directory.resolve("portcullis.yaml"),
              SETTINGS.formatted(
                  port, find(words, "client id +(\\S+)"), find(words, "client secret +(\\S+)")));
      String[] user = find(words, "user +(\\S+ / .*)").split(" / ", 2);
      Process gateway =
          start(
              processes,
              java,
              jvm,
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
      logIn(portAfter("users", line), portAfter("operators", line), user[0], user[1]);
      // Process.destroy would also close the streams that it still writes to.
      gateway.toHandle().destroy();
      boolean ended = gateway.waitFor(2, TimeUnit.MINUTES);
      reading.join(1000);
      if (!ended || !Files.exists(unfinished)) {
        throw new IllegalStateException("the JVM wrote no cache");
      }
      Files.move(unfinished, cache, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      processes.forEach(Process::destroyForcibly);
      Files.deleteIfExists(directory.resolve("portcullis.yaml"));
      Files.deleteIfExists(directory);
    }
  }

  private static Process start(
      List<Process> processes, Path java, List<String> jvm, List<String> more, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(more);
    command.addAll(jvm);
    command.add("dev.portcullis.bootstrap.Main");
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).start();
    processes.add(process);
    return process;
  }

  /** Forms and JSON, right and wrong, and what operators ask. */
  private static void logIn(String users, String operators, String name, String password)
      throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI login = URI.create("http://127.0.0.1:" + users + "/api/auth");
      for (int i = 0; i < LOGINS; i++) {
        String secret = i % 10 == 9 ? "wrong" : password;
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
