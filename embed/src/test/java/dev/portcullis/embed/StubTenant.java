package dev.portcullis.embed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A tenant that answers every request in one way, over a real socket, and counts them. */
final class StubTenant implements AutoCloseable {

  private static final String TOKENS =
      "{\"access_token\":\"ey.access\",\"token_type\":\"Bearer\",\"expires_in\":86400}";

  private final ServerSocket server;
  private final Answer answer;
  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch received = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  private StubTenant(ServerSocket server, Answer answer) {
    this.server = server;
    this.answer = answer;
  }

  /** What happens once a request has been read. */
  enum Answer {
    /** Tokens. */
    TOKENS,
    /** Tokens, after {@link #release}. */
    TOKENS_WHEN_RELEASED,
    /** The connection is closed. */
    NONE,
    /** Nothing, while the connection stays open. */
    SILENCE
  }

  static StubTenant that(Answer answer) throws IOException {
    StubTenant tenant =
        new StubTenant(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), answer);
    Thread.ofPlatform().daemon().name("stub-tenant").start(tenant::accept);
    return tenant;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  int requests() {
    return requests.get();
  }

  /** Waits for the first request. */
  void awaitRequest() throws InterruptedException {
    received.await();
  }

  void release() {
    released.countDown();
  }

  @Override
  public void close() throws IOException {
    release();
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      while (readRequest(in)) {
        requests.incrementAndGet();
        received.countDown();
        switch (answer) {
          case TOKENS -> send(socket);
          case TOKENS_WHEN_RELEASED -> {
            released.await();
            send(socket);
          }
          case NONE -> {
            return;
          }
          case SILENCE -> released.await();
        }
      }
    } catch (IOException | InterruptedException e) {
      // The gateway has closed, or the test is over.
    }
  }

  private static void send(Socket socket) throws IOException {
    String head =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + TOKENS.length()
            + "\r\n\r\n";
    socket.getOutputStream().write((head + TOKENS).getBytes(StandardCharsets.US_ASCII));
  }

  private static boolean readRequest(BufferedReader in) throws IOException {
    int length = 0;
    String line = in.readLine();
    if (line == null) {
      return false;
    }
    while (line != null && !line.isEmpty()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring("content-length:".length()).strip());
      }
      line = in.readLine();
    }
    for (int i = 0; i < length; i++) {
      if (in.read() < 0) {
        return false;
      }
    }
    return true;
  }
}
