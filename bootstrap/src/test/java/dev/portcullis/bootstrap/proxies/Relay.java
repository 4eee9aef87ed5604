package dev.portcullis.bootstrap.proxies;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Passes bytes between a proxy and the gateway, and keeps what the proxy sent. */
final class Relay implements Closeable {

  private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<ByteArrayOutputStream> connections = new CopyOnWriteArrayList<>();
  private final Semaphore ended = new Semaphore(0);
  private final int to;

  /** A relay to this port. */
  Relay(int to) throws IOException {
    this.to = to;
    Thread.startVirtualThread(this::accept);
  }

  /** Where the proxy connects. */
  int port() {
    return server.getLocalPort();
  }

  /** Forgets the connections so far. */
  void reset() {
    connections.clear();
    ended.drainPermits();
  }

  /** Waits until the gateway has ended this many connections since the reset. */
  void awaitEndsByGateway(int count) throws InterruptedException {
    if (!ended.tryAcquire(count, 20, TimeUnit.SECONDS)) {
      throw new AssertionError("the gateway keeps its connections open");
    }
  }

  /** What the proxy has sent on each new connection. */
  List<String> sent() {
    return connections.stream().map(bytes -> bytes.toString(ISO_8859_1)).toList();
  }

  private void accept() {
    try {
      while (true) {
        Socket proxy = server.accept();
        Socket gateway = new Socket(InetAddress.getLoopbackAddress(), to);
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        connections.add(seen);
        Thread.startVirtualThread(() -> pass(proxy, gateway, seen));
        Thread.startVirtualThread(
            () -> {
              pass(gateway, proxy, OutputStream.nullOutputStream());
              ended.release();
            });
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  private static void pass(Socket from, Socket to, OutputStream seen) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        seen.write(buffer, 0, n);
        to.getOutputStream().write(buffer, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException broken) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
