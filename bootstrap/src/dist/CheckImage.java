import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Opens the container image, checks what is in it, and runs it without a container runtime: its
 * layers are the root of a process that may write nothing and has the image's user. Running it
 * needs root on Linux.
 *
 * <p>{@code java CheckImage.java IMAGE.tar}
 */
final class CheckImage {

  private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");
  private static final String SETTINGS = "/etc/portcullis/portcullis.yaml";

  private final Path root;
  private final Path folder;
  private final String config;
  private final List<String> problems = new ArrayList<>();

  private CheckImage(Path folder, Path root, String config) {
    this.folder = folder;
    this.root = root;
    this.config = config;
  }

  public static void main(String[] args) {
    try {
      check(args[0]);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private static void check(String file) throws Exception {
    Path folder = Files.createTempDirectory("portcullis-image");
    Path root = Files.createDirectory(folder.resolve("root"));
    run("tar", "-C", folder.toString(), "-xf", file);
    String manifest = Files.readString(folder.resolve("manifest.json"));
    for (String layer : list(manifest, "Layers")) {
      run(
          "tar",
          "--warning=no-unknown-keyword",
          "-C",
          root.toString(),
          "-xzf",
          folder.resolve(layer).toString());
    }
    String name = manifest.replaceFirst("(?s).*\"Config\":\"([^\"]+)\".*", "$1");
    CheckImage image = new CheckImage(folder, root, Files.readString(folder.resolve(name)));
    image.content();
    boolean runs = System.getProperty("user.name").equals("root");
    if (runs) {
      image.process();
    }
    run("rm", "-rf", folder.toString());
    if (!image.problems.isEmpty()) {
      image.problems.forEach(System.err::println);
      System.exit(1);
    }
    System.out.println(
        file + " is as it should be" + (runs ? ", and runs" : "; not run: that needs root"));
  }

  private void content() throws Exception {
    expect(config.contains("\"User\":\"10001:10001\""), "another user than 10001");
    expect(
        config.contains("\"8080/tcp\"") && config.contains("\"9090/tcp\""), "other ports exposed");
    expect(config.contains("\"Healthcheck\""), "no health check");
    Path home = root.resolve("opt/portcullis");
    String options = Files.readString(home.resolve("lib/jvm.options"));
    expect(options.contains("-XX:MaxRAMPercentage="), "the heap is no share of the memory");
    expect(!options.contains("-Xmx"), "the heap is fixed");
    String sbom = Files.readString(home.resolve("sbom.cdx.json"));
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file :
          files.filter(it -> Files.isRegularFile(it, LinkOption.NOFOLLOW_LINKS)).toList()) {
        String name = file.getFileName().toString();
        expect(!name.matches("(ba|da|a)?sh|busybox"), "a shell: " + file);
        expect(
            !name.matches("portcullis-(auth0-emulator|demo|testkit|browser).*"),
            "not for users: " + name);
        if (file.startsWith(home.resolve("lib")) && name.endsWith(".jar")) {
          String hash =
              HexFormat.of()
                  .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
          expect(sbom.contains(hash), "not in the SBOM: " + name);
        }
      }
    }
    expect(sbom.contains("\"openjdk-runtime\""), "the runtime is not in the SBOM");
    expect(
        !sbom.contains("pkg:generic/") || sbom.split("pkg:generic/").length == 2,
        "a jar without coordinates in the SBOM");
  }

  /** Starts it as a container runtime would, logs in, asks for its health, and stops it. */
  private void process() throws Exception {
    int users = freePort();
    int admin = freePort();
    HttpServer tenant = tenant();
    Path mounted = Files.createDirectories(folder.resolve("etc"));
    Files.writeString(mounted.resolve("client-secret"), "the-secret-of-the-application\n");
    Files.writeString(
        mounted.resolve("portcullis.yaml"),
        """
        listen: {users: "127.0.0.1:%d", operators: "127.0.0.1:1"}
        client-ip: {trusted-proxies: 127.0.0.1, private-result: {allow: 203.0.113.0/24}}
        auth0:
          domain: http://127.0.0.1:%d
          client-id: abc
          client-secret: file:client-secret
        """
            .formatted(users, tenant.getAddress().getPort()));
    run("chmod", "-R", "a+rX", folder.toString());
    Map<String, String> environment =
        Map.of(
            "PORTCULLIS_LISTEN_OPERATORS",
            "127.0.0.1:" + admin,
            "PORTCULLIS_JAVA_OPTS",
            "-Dportcullis.heard=yes");
    List<String> entrypoint = list(config, "Entrypoint");
    List<String> check = list(config, "Test");
    if (check.isEmpty()) {
      return;
    }
    expect(check.getFirst().equals("CMD"), "a health check that is no command");
    expect(list(config, "Cmd").contains(SETTINGS), "another settings file than " + SETTINGS);
    Path log = folder.resolve("log");
    expect(
        inside(check.subList(1, check.size()), environment, folder.resolve("before")).waitFor()
            == 1,
        "healthy before it runs");
    List<String> command = new ArrayList<>(entrypoint);
    command.addAll(list(config, "Cmd"));
    Process gateway = inside(command, environment, log);
    try {
      boolean healthy = false;
      for (int i = 0; i < 60 && gateway.isAlive() && !healthy; i++) {
        healthy =
            inside(check.subList(1, check.size()), environment, folder.resolve("health")).waitFor()
                == 0;
      }
      expect(
          healthy,
          "not healthy: " + Files.readString(log) + Files.readString(folder.resolve("health")));
      if (!healthy) {
        return;
      }
      Path process = Path.of("/proc", "" + gateway.pid());
      String line = Files.readString(process.resolve("cmdline")).replace('\0', ' ');
      expect(
          line.contains(" -Dportcullis.heard=yes "), "PORTCULLIS_JAVA_OPTS is not heard: " + line);
      expect(
          Files.readString(process.resolve("status")).contains("Uid:\t10001\t10001\t10001\t10001"),
          "runs as another user");
      expect(logIn(users) == 200, "a login fails: " + Files.readString(log));
      gateway.toHandle().destroy();
      expect(gateway.waitFor(40, TimeUnit.SECONDS) && gateway.exitValue() == 0, "does not stop");
    } finally {
      gateway.destroyForcibly();
      tenant.stop(0);
    }
  }

  /** Runs a command with the image as a root that cannot be written to, and its settings. */
  private Process inside(List<String> command, Map<String, String> environment, Path log)
      throws IOException {
    Path mount = Files.createDirectories(folder.resolve("mount"));
    for (String point : List.of("proc", "dev", "etc/portcullis")) {
      Files.createDirectories(root.resolve(point));
    }
    String script =
        """
        set -e
        mount --make-rprivate /
        mount --bind %1$s %2$s
        mount --bind %3$s %2$s/etc/portcullis
        mount --rbind /proc %2$s/proc
        mount --rbind /dev %2$s/dev
        mount -o remount,ro,bind %2$s
        exec setpriv --no-new-privs chroot --userspec=10001:10001 %2$s "$@"
        """
            .formatted(root, mount, folder.resolve("etc"));
    List<String> all = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", script, "sh"));
    all.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.redirectOutput(log.toFile()).start();
  }

  private static int logIn(int port) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/auth"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .header("X-Forwarded-For", "203.0.113.7")
                  .POST(BodyPublishers.ofString("username=ada&password=secret"))
                  .build(),
              BodyHandlers.ofString());
      return answer.statusCode();
    }
  }

  /** Answers every call with tokens. */
  private static HttpServer tenant() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] tokens =
        "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":60}"
            .getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, tokens.length);
            exchange.getResponseBody().write(tokens);
          }
        });
    server.start();
    return server;
  }

  /** The texts of the first list of this name. */
  private static List<String> list(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\":\\[([^\\]]*)\\]").matcher(json);
    return found.find()
        ? TEXT.matcher(found.group(1)).results().map(it -> it.group(1)).toList()
        : List.of();
  }

  private void expect(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void run(String... command) throws Exception {
    int status = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + status);
    }
  }
}
