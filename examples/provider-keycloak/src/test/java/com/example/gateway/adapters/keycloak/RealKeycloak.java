package com.example.gateway.adapters.keycloak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Keycloak itself, a copy of the distribution that {@code -Dportcullis.keycloak=DIR} names. */
final class RealKeycloak implements TestKeycloak {

  /** The settings that the README asks for. */
  static final List<String> AS_DOCUMENTED =
      List.of("--proxy-headers", "xforwarded", "--proxy-trusted-addresses", "127.0.0.1");

  private static final String PROPERTY = "portcullis.keycloak";
  private static final Pattern VERSION = Pattern.compile("\\b([0-9]+\\.[0-9]+\\.[0-9]+)\\b");
  private static final Pattern EVENT = Pattern.compile("\\btype=\"LOGIN(?:_ERROR)?\"");
  private static RealKeycloak shared;

  private final Process process;
  private final Path home;
  private final int port;
  private final List<String> log = new CopyOnWriteArrayList<>();
  private final CountDownLatch ready = new CountDownLatch(1);

  private RealKeycloak(Process process, Path home, int port) {
    this.process = process;
    this.home = home;
    this.port = port;
  }

  static boolean isThere() {
    return System.getProperty(PROPERTY) != null;
  }

  /** Started once, with the settings of the README, and stopped at the end of the tests. */
  static synchronized RealKeycloak shared() {
    if (shared == null) {
      RealKeycloak started = start(AS_DOCUMENTED);
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      shared = started;
    }
    return shared;
  }

  /** This one, seen from now on and left running. */
  TestKeycloak fromNow() {
    int before = logins().size();
    return new TestKeycloak() {
      @Override
      public URI url() {
        return RealKeycloak.this.url();
      }

      @Override
      public List<Seen> seen(int least) {
        List<Seen> all = RealKeycloak.this.seen(before + least);
        return all.subList(before, all.size());
      }

      @Override
      public void close() {}
    };
  }

  /** Started with these options, with {@link Realms} imported. */
  static RealKeycloak start(List<String> options) {
    try {
      Path home = Files.createTempDirectory("keycloak");
      copy(Path.of(System.getProperty(PROPERTY)), home);
      Path imports = Files.createDirectories(home.resolve("data/import"));
      for (var realm : Realms.all()) {
        Files.writeString(
            imports.resolve(realm.path("realm").asText() + "-realm.json"), realm.toString());
      }
      return start(home, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops this one, and starts another with its data and these options. */
  RealKeycloak restart(List<String> options) {
    stop();
    return start(home, options);
  }

  private static RealKeycloak start(Path home, List<String> options) {
    try {
      int port = freePort();
      List<String> command = new ArrayList<>();
      command.add(home.resolve("bin/kc.sh").toString());
      command.addAll(List.of("start-dev", "--import-realm", "--http-host", "127.0.0.1"));
      command.addAll(List.of("--http-port", String.valueOf(port)));
      command.add("--log-level=info,org.keycloak.events:debug");
      command.addAll(options);
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms64m -Xmx700m");
      RealKeycloak started = new RealKeycloak(builder.start(), home, port);
      Thread.ofPlatform().daemon().start(started::read);
      if (!started.ready.await(10, TimeUnit.MINUTES) || !started.process.isAlive()) {
        started.close();
        throw new IllegalStateException(String.join("\n", started.log));
      }
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        log.add(line);
        if (line.contains("Listening on:")) {
          ready.countDown();
        }
      }
    } catch (IOException e) {
      log.add(e.toString());
    } finally {
      ready.countDown();
    }
  }

  @Override
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Such as 26.7.3. */
  String version() {
    try {
      Matcher version = VERSION.matcher(Files.readString(home.resolve("version.txt")));
      return version.find() ? version.group(1) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** From its events, which Keycloak logs. */
  @Override
  public List<Seen> seen(int least) {
    for (int i = 0; i < 200 && logins().size() < least; i++) {
      pause();
    }
    List<Seen> logins = logins();
    if (logins.size() < least) {
      throw new AssertionError(logins.size() + " logins (expected: " + least + ") " + logins);
    }
    return logins;
  }

  /** Keycloak counts failures in a thread of its own. */
  @Override
  public void awaitLock() {
    for (int i = 0;
        i < 200 && log.stream().noneMatch(it -> it.contains("BY_TEMPORARY_LOCKOUT"));
        i++) {
      pause();
    }
  }

  private List<Seen> logins() {
    return log.stream()
        .filter(line -> EVENT.matcher(line).find() && field(line, "grant_type").equals("password"))
        .map(
            line ->
                new Seen(
                    field(line, "realmName"), field(line, "username"), field(line, "ipAddress")))
        .toList();
  }

  private static String field(String line, String name) {
    Matcher value = Pattern.compile("\\b" + name + "=\"([^\"]*)\"").matcher(line);
    return value.find() ? value.group(1) : "";
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  /** Keycloak writes into its own folder, also into lib. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path relative = from.relativize(file);
        if (relative.startsWith("data") || relative.toString().isEmpty()) {
          continue;
        }
        Path target = to.resolve(relative);
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
          if (relative.equals(Path.of("bin/kc.sh"))) {
            // Not every tool that unpacks keeps the permissions.
            target.toFile().setExecutable(true);
          }
        }
      }
    }
  }

  private void stop() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    // A stop in an orderly way was seen never to end.
    all.forEach(one -> one.onExit().completeOnTimeout(one, 20, TimeUnit.SECONDS).join());
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().join());
  }

  @Override
  public void close() {
    stop();
    try (Stream<Path> files = Files.walk(home)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
