import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Opens the emulator's container image, checks what is in it, and runs it without a container
 * runtime: its layers are the root of a process that may write nothing and has the image's user.
 * Running it needs root on Linux.
 *
 * <p>{@code java CheckEmulatorImage.java IMAGE.tar}
 */
final class CheckEmulatorImage {

  private static final long MOST_BYTES = 120_000_000;
  private static final Pattern TEXT = Pattern.compile("\"([^\"]*)\"");
  private static final String TENANT =
      """
      tenant: {default_directory: Customers}
      clients:
        - client_id: ShopLoginServer00000000000000001
          client_secret: only-for-tests-shop-login-server
          token_endpoint_auth_method: client_secret_post
          grant_types: [password]
      connections: [{name: Customers}]
      users: [{email: ada@example.com, password: "an engine that weaves"}]
      """;
  private static final String LOGIN =
      "grant_type=password&username=ada%40example.com&password=an+engine+that+weaves"
          + "&client_id=ShopLoginServer00000000000000001"
          + "&client_secret=only-for-tests-shop-login-server";

  private final Path root;
  private final Path folder;
  private final String config;
  private final List<String> problems = new ArrayList<>();

  private CheckEmulatorImage(Path folder, Path root, String config) {
    this.folder = folder;
    this.root = root;
    this.config = config;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("emulator-image");
    Path root = Files.createDirectory(folder.resolve("root"));
    run("tar", "-C", folder.toString(), "-xf", args[0]);
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
    CheckEmulatorImage image =
        new CheckEmulatorImage(folder, root, Files.readString(folder.resolve(name)));
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
        args[0] + " is as it should be" + (runs ? ", and runs" : "; not run: that needs root"));
  }

  private void content() throws IOException {
    expect(config.contains("\"User\":\"10001:10001\""), "another user than 10001");
    expect(
        config.contains("\"8791/tcp\"") && config.contains("\"8792/tcp\""), "other ports exposed");
    long bytes = 0;
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file :
          files.filter(it -> Files.isRegularFile(it, LinkOption.NOFOLLOW_LINKS)).toList()) {
        bytes += Files.size(file);
        String name = file.getFileName().toString();
        expect(!name.matches("(ba|da|a)?sh|busybox"), "a shell: " + file);
        expect(!name.matches("portcullis-(adapters|domain|testkit).*"), "of the gateway: " + name);
      }
    }
    System.out.printf("unpacked: %d MB%n", bytes / 1_000_000);
    expect(bytes <= MOST_BYTES, bytes + " bytes (expected: at most " + MOST_BYTES + ")");
    for (String text : List.of("LICENSE", "NOTICE")) {
      expect(Files.exists(root.resolve("opt/auth0-emulator").resolve(text)), "no " + text);
    }
  }

  /** Starts it as a container runtime would, asks for its health, logs in, and stops it. */
  private void process() throws Exception {
    String port = "" + freePort();
    List<String> check = new ArrayList<>(list(config, "Test"));
    expect(!check.isEmpty() && check.removeFirst().equals("CMD"), "no health check");
    check.add(port);
    List<String> command = new ArrayList<>(list(config, "Entrypoint"));
    Path tenant = Files.writeString(root.resolve("tmp/tenant.yaml"), TENANT);
    command.addAll(List.of("--port", port, "--tenant", "/tmp/" + tenant.getFileName()));
    Path log = folder.resolve("log");
    Path health = folder.resolve("health");
    expect(inside(check, health).waitFor() == 1, "healthy before its start");
    long start = System.nanoTime();
    Process emulator = inside(command, log);
    try {
      boolean healthy = false;
      for (int i = 0; i < 60 && emulator.isAlive() && !healthy; i++) {
        healthy = inside(check, health).waitFor() == 0;
      }
      expect(healthy, "not healthy: " + Files.readString(log) + Files.readString(health));
      if (!healthy) {
        return;
      }
      System.out.printf(
          "healthy after %d ms%n", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
      Path process = Path.of("/proc", "" + emulator.pid());
      expect(
          Files.readString(process.resolve("status")).contains("Uid:\t10001\t10001\t10001\t10001"),
          "runs as another user");
      expect(listensEverywhere(process, Integer.parseInt(port)), "does not listen on 0.0.0.0");
      expect(logIn(port) == 200, "a login fails: " + Files.readString(log));
      emulator.toHandle().destroy();
      expect(emulator.waitFor(40, TimeUnit.SECONDS) && emulator.exitValue() == 0, "does not stop");
    } finally {
      emulator.destroyForcibly();
    }
  }

  /** Whether the kernel has a listening socket of that port for every address (proc(5)). */
  private static boolean listensEverywhere(Path process, int port) throws IOException {
    String any = "(0{8}|0{32}):%04X \\S+ 0A".formatted(port);
    Pattern listening = Pattern.compile(any);
    return listening.matcher(Files.readString(process.resolve("net/tcp"))).find()
        || listening.matcher(Files.readString(process.resolve("net/tcp6"))).find();
  }

  /** Runs a command with the image as a root that cannot be written to. */
  private Process inside(List<String> command, Path log) throws IOException {
    Path mount = Files.createDirectories(folder.resolve("mount"));
    for (String point : List.of("proc", "dev")) {
      Files.createDirectories(root.resolve(point));
    }
    String script =
        """
        set -e
        mount --make-rprivate /
        mount --bind %1$s %2$s
        mount --rbind /proc %2$s/proc
        mount --rbind /dev %2$s/dev
        mount -o remount,ro,bind %2$s
        exec setpriv --no-new-privs chroot --userspec=10001:10001 %2$s "$@"
        """
            .formatted(root, mount);
    List<String> all = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", script, "sh"));
    all.addAll(command);
    return new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }

  private static int logIn(String port) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/oauth/token"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString(LOGIN))
                  .build(),
              BodyHandlers.ofString())
          .statusCode();
    }
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
