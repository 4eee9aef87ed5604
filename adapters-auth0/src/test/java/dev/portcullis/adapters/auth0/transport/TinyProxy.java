package dev.portcullis.adapters.auth0.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** Debian's tinyproxy, a real HTTP proxy, on a free port. */
public final class TinyProxy implements AutoCloseable {

  private static final Path PROGRAM = Path.of("/usr/bin/tinyproxy");

  private final Process process;
  private final Path log;
  private final int port;

  private TinyProxy(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /**
   * Starts it; without the program the test counts as skipped, or has failed if the system property
   * {@code portcullis.proxies} is {@code required}.
   *
   * @param more lines of its configuration
   */
  public static TinyProxy start(Path folder, String... more) throws Exception {
    if (!Files.isExecutable(PROGRAM)) {
      String missing = "no " + PROGRAM + "; apt-get install -y tinyproxy";
      if (System.getProperty("portcullis.proxies", "").equals("required")) {
        Assertions.fail(missing);
      }
      Assumptions.abort(missing);
    }
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path log = folder.resolve("tinyproxy-" + port + ".log");
    Path file =
        Files.writeString(
            folder.resolve("tinyproxy-" + port + ".conf"),
            """
            Port %d
            Listen 127.0.0.1
            Timeout 60
            MaxClients 50
            LogFile "%s"
            LogLevel Info
            %s
            """
                .formatted(port, log, String.join("\n", more)));
    Process process =
        new ProcessBuilder(PROGRAM.toString(), "-d", "-c", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("tinyproxy-" + port + ".out").toFile())
            .start();
    TinyProxy proxy = new TinyProxy(process, log, port);
    proxy.awaitListening();
    return proxy;
  }

  private void awaitListening() throws Exception {
    for (int i = 0; i < 200; i++) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        probe.setTcpNoDelay(true);
        return;
      } catch (ConnectException e) {
        if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
          throw new AssertionError("the proxy has ended");
        }
      }
    }
    throw new AssertionError("the proxy does not listen");
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** How many times it was asked for a way to this port of this machine. */
  public long connects(int to) {
    try {
      return Files.readString(log)
          .lines()
          .filter(line -> line.contains("CONNECT localhost:" + to + " HTTP/1.1"))
          .count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
