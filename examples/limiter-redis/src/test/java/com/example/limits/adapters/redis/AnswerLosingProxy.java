package com.example.limits.adapters.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stands before Redis, and closes the connection in place of the first answer to a script. */
final class AnswerLosingProxy implements AutoCloseable {

  private final ServerSocket server;
  private final int redis;
  private final AtomicBoolean armed = new AtomicBoolean(true);

  AnswerLosingProxy(RedisServer redis) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.redis = redis.port();
    Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "redis://127.0.0.1:" + server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        Socket store = new Socket(InetAddress.getLoopbackAddress(), redis);
        AtomicBoolean asked = new AtomicBoolean();
        Thread.ofVirtual().start(() -> questions(client, store, asked));
        Thread.ofVirtual().start(() -> answers(store, client, asked));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private static void questions(Socket client, Socket store, AtomicBoolean asked) {
    byte[] bytes = new byte[8192];
    try (client;
        store) {
      for (int n = read(client, bytes); n > 0; n = read(client, bytes)) {
        if (new String(bytes, 0, n, ISO_8859_1).contains("EVAL")) {
          asked.set(true);
        }
        store.getOutputStream().write(bytes, 0, n);
      }
    } catch (IOException e) {
      // One of the two has closed the connection.
    }
  }

  private void answers(Socket store, Socket client, AtomicBoolean asked) {
    byte[] bytes = new byte[8192];
    try (client;
        store) {
      for (int n = read(store, bytes); n > 0; n = read(store, bytes)) {
        if (asked.get() && armed.getAndSet(false)) {
          return;
        }
        client.getOutputStream().write(bytes, 0, n);
      }
    } catch (IOException e) {
      // One of the two has closed the connection.
    }
  }

  private static int read(Socket from, byte[] bytes) throws IOException {
    return from.getInputStream().read(bytes);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
