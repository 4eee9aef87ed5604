package dev.portcullis.benchmarks.load;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** Answers every request with the same tokens, and counts. */
final class StubTenant implements Closeable {

  private static final String TOKENS =
      "{\"access_token\":\"%s\",\"id_token\":\"%s\",\"expires_in\":86400,\"token_type\":\"Bearer\"}"
          .formatted("a".repeat(760), "i".repeat(600));
  private static final byte[] ANSWER =
      ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
              + TOKENS.length()
              + "\r\n\r\n"
              + TOKENS)
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket server;
  private final AtomicLong requests = new AtomicLong();

  private StubTenant(ServerSocket server) {
    this.server = server;
  }

  static StubTenant start() throws IOException {
    StubTenant tenant = new StubTenant(new ServerSocket(0, 1024, Messages.address(127, 0, 0, 1)));
    Thread.ofPlatform().daemon().start(tenant::accept);
    return tenant;
  }

  int port() {
    return server.getLocalPort();
  }

  long requests() {
    return requests.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> answer(socket));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void answer(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      byte[] buffer = new byte[16 * 1024];
      while (Messages.read(in, buffer) >= 0) {
        requests.incrementAndGet();
        out.write(ANSWER);
      }
    } catch (IOException e) {
      // The gateway has closed.
    }
  }
}
