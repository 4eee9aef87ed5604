package com.example.limits.adapters.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** A Redis of the tests that keeps nothing, as Debian installs it; nothing is ever downloaded. */
public final class RedisServer implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/bin/redis-server");

  private final int port;
  private final List<String> options;
  private Process server;

  private RedisServer(int port, List<String> options) throws IOException {
    this.port = port;
    this.options = options;
    this.server = run();
  }

  /**
   * Starts one; without Redis the test counts as skipped, or has failed if the system property
   * {@code portcullis.redis} is {@code required}.
   *
   * @param options more of its options, such as {@code --requirepass}
   */
  public static RedisServer startOrSkip(String... options) throws IOException {
    if (!Files.isExecutable(PROGRAM)) {
      String missing =
          "no " + PROGRAM + "; apt-get install -y --no-install-recommends redis-server";
      if (System.getProperty("portcullis.redis", "").equals("required")) {
        Assertions.fail(missing);
      }
      Assumptions.abort(missing);
    }
    return new RedisServer(freePort(), List.of(options));
  }

  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** {@code STOP} freezes it, {@code CONT} lets it go on. */
  void signal(String name) throws IOException {
    new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).start().onExit().join();
  }

  /** Ends it at once, and with it everything that it has counted. */
  void kill() {
    server.destroyForcibly().onExit().join();
  }

  void restart() throws IOException {
    server = run();
  }

  @Override
  public void close() {
    kill();
  }

  private Process run() throws IOException {
    List<String> command = new ArrayList<>(List.of(PROGRAM.toString()));
    command.addAll(List.of("--port", Integer.toString(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--save", "", "--appendonly", "no"));
    command.addAll(options);
    Process started =
        new ProcessBuilder(command)
            .directory(Path.of(System.getProperty("java.io.tmpdir")).toFile())
            .redirectErrorStream(true)
            .start();
    List<String> log = new ArrayList<>();
    BufferedReader lines = started.inputReader(UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      log.add(line);
      if (line.contains("Ready to accept connections")) {
        Thread.ofVirtual().start(() -> readToTheEnd(lines));
        return started;
      }
    }
    throw new IllegalStateException(String.join("\n", log));
  }

  private static void readToTheEnd(BufferedReader lines) {
    try {
      lines.lines().forEach(it -> {});
    } catch (UncheckedIOException e) {
      // The server has ended.
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
