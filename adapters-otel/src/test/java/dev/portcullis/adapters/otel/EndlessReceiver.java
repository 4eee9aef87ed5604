package dev.portcullis.adapters.otel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers each request with a body that never ends: a byte every 20 ms. */
final class EndlessReceiver implements AutoCloseable {

  private final ServerSocket server;
  private final AtomicInteger requests = new AtomicInteger();

  private EndlessReceiver(ServerSocket server) {
    this.server = server;
  }

  static EndlessReceiver start() throws IOException {
    EndlessReceiver receiver =
        new EndlessReceiver(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(receiver::accept);
    return receiver;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  int requests() {
    return requests.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      if (socket.getInputStream().read() < 0) {
        return;
      }
      requests.incrementAndGet();
      socket
          .getOutputStream()
          .write(
              "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      while (!server.isClosed()) {
        socket.getOutputStream().write(0);
        socket.getOutputStream().flush();
        Thread.sleep(20);
      }
    } catch (IOException e) {
      // The other side has given up.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
