package dev.portcullis.adapters.redis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A real redis-server of this machine, on a free port, with its files in a folder of its own. */
final class RedisServer implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/bin/redis-server");

  private final Path folder;
  private final int port;
  private final List<String> command;
  private Process process;

  private RedisServer(Path folder, int port, List<String> command) throws IOException {
    this.folder = folder;
    this.port = port;
    this.command = command;
    this.process = launch();
  }

  /** Starts one that keeps nothing on disk, and waits until it listens. */
  static RedisServer start(Path folder, String... options) {
    int port = freePort();
    List<String> command = new ArrayList<>(List.of("--port", Integer.toString(port)));
    command.addAll(List.of(options));
    return start(folder, port, command);
  }

  /** Starts one on a port that an option names. */
  static RedisServer start(Path folder, int port, List<String> options) {
    skipWithoutProgram();
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.addAll(options);
    command.addAll(List.of("--bind", "127.0.0.1", "--save", "", "--appendonly", "no"));
    return running(folder, port, command);
  }

  /** Starts a Sentinel. */
  static RedisServer sentinel(Path folder, String settings) throws IOException {
    skipWithoutProgram();
    int port = freePort();
    Path file =
        Files.writeString(
            Files.createDirectories(folder).resolve("sentinel-" + port + ".conf"),
            "port " + port + "\nbind 127.0.0.1\n" + settings);
    return running(folder, port, List.of(PROGRAM.toString(), file.toString(), "--sentinel"));
  }

  private static RedisServer running(Path folder, int port, List<String> command) {
    try {
      RedisServer server = new RedisServer(Files.createDirectories(folder), port, command);
      server.awaitListening();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without redis-server the test is skipped, or fails where the build requires it. */
  static void skipWithoutProgram() {
    if (!Files.isExecutable(PROGRAM)) {
      String missing = "no " + PROGRAM + "; apt-get install -y redis-server";
      if (System.getProperty("portcullis.redis", "").equals("required")) {
        Assertions.fail(missing);
      }
      Assumptions.abort(missing);
    }
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("redis-" + port + ".log").toFile())
        .start();
  }

  private void awaitListening() throws IOException {
    for (int i = 0; i < 200; i++) {
      try (Socket probe = new Socket()) {
        probe.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
        return;
      } catch (IOException e) {
        if (!process.isAlive()) {
          break;
        }
        pause();
      }
    }
    throw new AssertionError(
        "redis-server does not listen: "
            + Files.readString(folder.resolve("redis-" + port + ".log")));
  }

  static int freePort() {
    for (int tries = 0; tries < 200; tries++) {
      // A cluster listens on this port and 10,000 above.
      int port = ThreadLocalRandom.current().nextInt(15_000, 22_000);
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (IOException taken) {
        // In use: try another.
      }
    }
    throw new AssertionError("no free port");
  }

  int port() {
    return port;
  }

  String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** The output of redis-cli; a command in one line. */
  String cli(String... words) {
    List<String> all = new ArrayList<>(List.of("/usr/bin/redis-cli", "-p", Integer.toString(port)));
    all.addAll(List.of(words));
    try {
      Process cli = new ProcessBuilder(all).redirectErrorStream(true).start();
      String text = new String(cli.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int unused = cli.waitFor();
      return text.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Ends it without a goodbye. */
  void kill() {
    process.destroyForcibly();
    try {
      boolean unused = process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts it again after {@link #kill}, empty. */
  void startAgain() {
    try {
      process = launch();
      awaitListening();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** It keeps its connections and answers nothing, until {@link #thaw}. */
  void freeze() {
    signal("STOP");
  }

  void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int code =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (code != 0) {
        throw new AssertionError("kill -" + name + ": " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(25);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    kill();
  }
}
