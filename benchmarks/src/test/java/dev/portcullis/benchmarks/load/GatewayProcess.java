package dev.portcullis.benchmarks.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The distribution in a process of its own, with a proxy trusted at 127.0.0.1 and end users in
 * 127.128.0.0/9. {@code -Dportcullis.launcher} names another launcher than that of {@code
 * bootstrap/target/dist}.
 */
final class GatewayProcess implements Closeable {

  private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private final Process process;
  private final Path folder;
  private final int port;

  private GatewayProcess(Process process, Path folder, int port) {
    this.process = process;
    this.folder = folder;
    this.port = port;
  }

  /** Starts it and waits for its first answer. */
  static GatewayProcess start(StubTenant tenant, Path folder) throws Exception {
    int port = freePort();
    Path settings = folder.resolve("portcullis.yaml");
    Files.writeString(
        settings,
        """
        listen: {users: "127.0.0.1:%d", operators: "127.0.0.1:%d", max-connections: 20000}
        client-ip:
          trusted-proxies: 127.0.0.1
          direct-access: allow
          private-result: {allow: [127.128.0.0/9, 203.0.113.0/24]}
        auth0:
          domain: http://127.0.0.1:%d
          client-id: client
          client-secret: secret
        """
            .formatted(port, freePort(), tenant.port()));
    Process process =
        new ProcessBuilder(launcher().toString(), "serve", "--config", settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("gateway.log").toFile())
            .start();
    GatewayProcess gateway = new GatewayProcess(process, folder, port);
    gateway.awaitFirstAnswer();
    return gateway;
  }

  int port() {
    return port;
  }

  /** The bytes of the heap that live objects take: counted after a full collection. */
  long liveHeap() throws IOException {
    jcmd("GC.run");
    jcmd("GC.run");
    return USED.matcher(jcmd("GC.heap_info"))
        .results()
        .mapToLong(used -> Long.parseLong(used.group(1)) * 1024)
        .sum();
  }

  /** The resident memory of the process, in MiB. */
  long residentMiB() throws IOException {
    Matcher resident =
        RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
    if (!resident.find()) {
      throw new IOException("no VmRSS (expected: a process of Linux)");
    }
    return Long.parseLong(resident.group(1)) / 1024;
  }

  /** The seconds of CPU that the process has used. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
  }

  /** Fails with the end of the log if the process has ended. */
  void requireAlive() throws IOException {
    if (!process.isAlive()) {
      String log = Files.readString(folder.resolve("gateway.log"));
      throw new IOException(
          "the gateway has ended: " + log.substring(Math.max(0, log.length() - 2000)));
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(40, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void awaitFirstAnswer() throws Exception {
    byte[] buffer = new byte[16 * 1024];
    for (long end = System.nanoTime() + 60_000_000_000L; System.nanoTime() < end; ) {
      requireAlive();
      try (Socket socket = new Socket(Messages.address(127, 0, 0, 1), port)) {
        socket.getOutputStream().write(Messages.proxiedLogin("203.0.113.7"));
        int status = Messages.read(socket.getInputStream(), buffer);
        if (status != 200) {
          throw new IllegalStateException(
              "the first login was answered with "
                  + new String(buffer, 0, 400, StandardCharsets.UTF_8).trim());
        }
        return;
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    close();
    throw new IllegalStateException("no answer within a minute");
  }

  private String jcmd(String command) throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                command)
            .redirectErrorStream(true)
            .start();
    return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Path launcher() {
    String named = System.getProperty("portcullis.launcher");
    if (named != null) {
      return Path.of(named).toAbsolutePath();
    }
    Path dist = Path.of("../bootstrap/target/dist").toAbsolutePath().normalize();
    try (Stream<Path> folders = Files.isDirectory(dist) ? Files.list(dist) : Stream.empty()) {
      return folders
          .map(folder -> folder.resolve("bin/portcullis"))
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("no distribution in " + dist + "; add -Pdist"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
