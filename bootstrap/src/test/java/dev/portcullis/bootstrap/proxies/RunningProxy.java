package dev.portcullis.bootstrap.proxies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A reverse proxy in the foreground, which listens. */
public final class RunningProxy implements AutoCloseable {

  private final Process process;
  private final Path log;
  private final int port;

  private RunningProxy(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.port = port;
  }

  /**
   * Starts it in a folder of its own, and waits until it listens.
   *
   * @param port where its configuration makes it listen, on 127.0.0.1
   */
  public static RunningProxy start(Path folder, int port, String... command)
      throws IOException, InterruptedException {
    Path log = folder.resolve("proxy.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("HOME", folder.toString());
    builder.environment().put("XDG_DATA_HOME", folder.toString());
    builder.environment().put("XDG_CONFIG_HOME", folder.toString());
    RunningProxy proxy = new RunningProxy(builder.start(), log, port);
    proxy.awaitListening();
    return proxy;
  }

  private void awaitListening() throws IOException, InterruptedException {
    for (int i = 0; i < 200; i++) {
      try (Socket probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (probe.isConnected()) {
          return;
        }
      } catch (ConnectException e) {
        if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
          throw new AssertionError("the proxy has ended: " + log());
        }
      }
    }
    close();
    throw new AssertionError("the proxy does not listen: " + log());
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** What it has written. */
  public String log() {
    try {
      return Files.readString(log);
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
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
