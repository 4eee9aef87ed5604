import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Builds the distribution of the emulator alone, with a runtime of the modules that it uses, the
 * npm package that has it, and on Linux the root of a container image; then starts the distribution
 * and the package and logs a user in.
 *
 * <p>{@code java AssembleEmulator.java SOURCES LIB TARGET VERSION}: LIB has the jars of the demo.
 * Fails if the distribution is larger than 120 MB, or does not answer. Without npm on the PATH the
 * package is not tried.
 */
final class AssembleEmulator {

  private static final String MODULES =
      "java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,"
          + "jdk.net,jdk.unsupported";

  /** The emulator's own, and what its command line and log are made of. */
  private static final Pattern JARS =
      Pattern.compile(
          "(jetty-(alpn|http|io|server|util)|jackson-(core|databind|annotations|datatype)|nimbus-jose-jwt|bcrypt|bytes"
              + "|bcp(rov|kix)|bcutil|snakeyaml-engine|ipaddress|jmustache|jspecify|jakarta\\.inject"
              + "|picocli|vavr|logback|slf4j|ecs-logging|portcullis-(auth0-emulator|bootstrap|demo|doctor))"
              + ".*\\.jar");

  private static final long MOST_BYTES = 120_000_000;

  private AssembleEmulator() {}

  public static void main(String[] args) throws Exception {
    Path sources = Path.of(args[0]).toAbsolutePath();
    Path target = Path.of(args[2]).toAbsolutePath();
    String name = "auth0-emulator-" + args[3];
    Path dist = target.resolve(name);
    delete(target);
    Files.createDirectories(dist.resolve("bin"));
    Files.createDirectories(dist.resolve("lib"));
    run(
        target,
        javaHome("jlink"),
        "--add-modules",
        MODULES,
        "--strip-java-debug-attributes",
        "--no-header-files",
        "--no-man-pages",
        "--output",
        dist.resolve("runtime").toString());
    try (Stream<Path> jars = Files.list(Path.of(args[1]))) {
      for (Path jar : jars.toList()) {
        if (JARS.matcher(jar.getFileName().toString()).matches()) {
          Files.copy(jar, dist.resolve("lib").resolve(jar.getFileName()));
        }
      }
    }
    Files.copy(sources.resolve("jvm.options"), dist.resolve("lib/jvm.options"));
    Path launcher = dist.resolve("bin/auth0-emulator");
    Files.copy(sources.resolve("auth0-emulator"), launcher);
    Path root = sources.resolve("../../..").normalize();
    Files.copy(root.resolve("LICENSE"), dist.resolve("LICENSE"));
    Files.copy(root.resolve("NOTICE"), dist.resolve("NOTICE"));
    if (!launcher.toFile().setExecutable(true, false)) {
      throw new IOException("cannot make executable: " + launcher);
    }
    long bytes = size(dist);
    System.out.printf("%s: %d MB%n", dist, bytes / 1_000_000);
    if (bytes > MOST_BYTES) {
      throw new IOException(dist + ": " + bytes + " bytes (expected: at most " + MOST_BYTES + ")");
    }
    logIn(List.of(launcher.toString()), target);
    run(target, "tar", "-czf", name + ".tar.gz", name);
    npm(sources.resolve("../npm").normalize(), dist, target);
    if (System.getProperty("os.name").equals("Linux")) {
      image(sources, dist, target.resolve("image"));
    }
  }

  /** The root of the image's file system: the distribution and its health check. */
  private static void image(Path sources, Path dist, Path image) throws Exception {
    Path dists = sources.resolve("../../../bootstrap/src/dist").normalize();
    String home = "opt/auth0-emulator";
    run(
        image.getParent(),
        javaHome("java"),
        dists.resolve("ImageRoot.java").toString(),
        dist.toString(),
        image.toString(),
        home,
        "emulator");
    Path lib = image.resolve(home).resolve("lib");
    // Nothing runs the launcher there: it needs a shell.
    delete(image.resolve(home).resolve("bin"));
    Files.writeString(
        lib.resolve("image.options"),
        Files.readString(sources.resolve("jvm.options"))
            + Files.readString(sources.resolve("image.options")));
    Files.copy(sources.resolve("health.options"), lib.resolve("health.options"));
    run(
        image.getParent(),
        javaHome("javac"),
        "-d",
        lib.resolve("health").toString(),
        sources.resolve("Health.java").toString());
  }

  private static String javaHome(String program) {
    return Path.of(System.getProperty("java.home"), "bin", program).toString();
  }

  /** Packs the package, installs it in an empty folder, and starts what is installed. */
  private static void npm(Path sources, Path dist, Path target) throws Exception {
    Path folder = target.resolve("npm");
    copyTree(sources, folder);
    copyTree(dist, folder.resolve("dist"));
    if (new ProcessBuilder("sh", "-c", "command -v npm").start().waitFor() != 0) {
      System.out.println("npm is not there: the package is not tried");
      return;
    }
    run(folder, "npm", "pack", "--silent", "--pack-destination", target.toString());
    Path user = Files.createDirectories(target.resolve("npm-user"));
    Files.writeString(user.resolve("package.json"), "{\"private\":true}\n");
    Path pack;
    try (Stream<Path> files = Files.list(target)) {
      pack = files.filter(file -> file.toString().endsWith(".tgz")).findFirst().orElseThrow();
    }
    run(user, "npm", "install", "--silent", "--offline", "--no-audit", pack.toString());
    logIn(List.of(user.resolve("node_modules/.bin/auth0-emulator").toString()), user);
  }

  /** Starts it on a free port, logs a user in with the printed curl's values, and stops it. */
  private static void logIn(List<String> program, Path folder) throws Exception {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of("--port", "0"));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try (BufferedReader out = process.inputReader()) {
      StringBuilder seen = new StringBuilder();
      Matcher curl =
          Pattern.compile(
                  "(?s)  curl (http\\S+)/oauth/token .*client_id=(\\S+) -d client_secret=(\\S+)")
              .matcher("");
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        seen.append(line).append('\n');
        if (curl.reset(seen).find()) {
          break;
        }
      }
      if (!curl.reset(seen).find()) {
        throw new IOException(command + " printed no curl:\n" + seen);
      }
      String form =
          "grant_type=password&username=alice%40example.com&password=correct+horse+battery+staple"
              + "&client_id="
              + curl.group(2)
              + "&client_secret="
              + curl.group(3);
      try (HttpClient http = HttpClient.newHttpClient()) {
        int status =
            http.send(
                    HttpRequest.newBuilder(URI.create(curl.group(1) + "/oauth/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(form))
                        .build(),
                    BodyHandlers.ofString())
                .statusCode();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        System.out.printf(
            "%s: first token after %d ms, status %d%n", command.get(0), millis, status);
        if (status != 200) {
          throw new IOException(command + " answered a login with " + status);
        }
      }
      process.toHandle().destroy();
      if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(command + " did not stop with 0 on a signal");
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static long size(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(
            file, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  private static void delete(Path root) throws IOException {
    if (Files.exists(root)) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void run(Path folder, String... command) throws Exception {
    int status =
        new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + status);
    }
  }
}
