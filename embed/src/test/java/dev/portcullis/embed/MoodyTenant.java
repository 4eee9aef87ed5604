package dev.portcullis.embed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A tenant over a real socket that can hang, fail, die and come back, and that limits requests as
 * Auth0 does: a number in each second of the clock, told in {@code x-ratelimit} headers. It takes a
 * fifth more than it says.
 */
final class MoodyTenant implements AutoCloseable {

  /** The part of the limit by which it may be passed: a busy machine delays requests. */
  private static final int LENIENT = 5;

  private static final String TOKENS =
      "{\"access_token\":\"ey.access\",\"token_type\":\"Bearer\",\"expires_in\":86400}";
  private static final String WRONG =
      "{\"error\":\"invalid_grant\",\"error_description\":\"Wrong email or password.\"}";
  private static final String TOO_MANY =
      "{\"error\":\"too_many_requests\",\"error_description\":\"Global limit has been reached\"}";

  private final int port;
  private final int limit;
  private final Duration takes;
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private @Nullable ServerSocket server;
  private volatile Mood mood = Mood.GRANTS;
  private volatile int retryAfter;
  private long second;
  private int used;

  private MoodyTenant(int port, int limit, Duration takes) {
    this.port = port;
    this.limit = limit;
    this.takes = takes;
  }

  /** What it does with a request that it has read. */
  enum Mood {
    GRANTS,
    /** As for a wrong password. */
    REFUSES,
    /** No answer until the mood changes, and none after that either. */
    HANGS,
    /** 503. */
    FAILS,
    /** 429, with the Retry-After that was set. */
    PAUSES
  }

  /** A request: when it came, for which address, and how it was answered. */
  record Received(long nanos, String address, String user, int status) {}

  /**
   * A tenant that grants.
   *
   * @param limit requests in a second of the clock
   * @param takes how long it takes for each
   */
  static MoodyTenant start(int limit, Duration takes) throws IOException {
    ServerSocket first = new ServerSocket();
    first.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
    MoodyTenant tenant = new MoodyTenant(first.getLocalPort(), limit, takes);
    tenant.serve(first);
    return tenant;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  void is(Mood value) {
    mood = value;
  }

  /** It refuses everything, and names this many seconds. */
  void pauses(int seconds) {
    retryAfter = seconds;
    mood = Mood.PAUSES;
  }

  List<Received> received() {
    return new ArrayList<>(received);
  }

  /** Its port is closed, and every connection. */
  void die() throws IOException {
    ServerSocket present = server;
    if (present != null) {
      present.close();
    }
    for (Socket socket : open) {
      socket.close();
    }
  }

  void comeBack() throws IOException {
    ServerSocket again = new ServerSocket();
    again.setReuseAddress(true);
    again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
    serve(again);
  }

  @Override
  public void close() throws IOException {
    die();
  }

  private void serve(ServerSocket socket) {
    server = socket;
    Thread.ofPlatform().daemon().name("moody-tenant").start(() -> accept(socket));
  }

  private void accept(ServerSocket from) {
    try {
      while (true) {
        Socket socket = from.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // It is dead, or the test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      while (answer(in, socket)) {
        // The next request.
      }
    } catch (IOException | InterruptedException e) {
      // The gateway has closed, or the test is over.
    } finally {
      open.remove(socket);
    }
  }

  private boolean answer(BufferedReader in, Socket socket)
      throws IOException, InterruptedException {
    int length = 0;
    String address = "";
    String line = in.readLine();
    if (line == null) {
      return false;
    }
    while (line != null && !line.isEmpty()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
      if (lower.startsWith("auth0-forwarded-for:")) {
        address = lower.substring("auth0-forwarded-for:".length()).strip();
      }
      line = in.readLine();
    }
    char[] body = new char[length];
    for (int read = 0; read < length; ) {
      int more = in.read(body, read, length - read);
      if (more < 0) {
        return false;
      }
      read += more;
    }
    long now = System.nanoTime();
    long reset = System.currentTimeMillis() / 1000 + 1;
    int left = left();
    Mood present = mood;
    int status =
        left < -limit / LENIENT
            ? 429
            : switch (present) {
              case GRANTS -> 200;
              case REFUSES -> 403;
              case HANGS -> 0;
              case FAILS -> 503;
              case PAUSES -> 429;
            };
    received.add(new Received(now, address, user(new String(body)), status));
    if (status == 0) {
      while (true) {
        Thread.sleep(Duration.ofHours(1));
      }
    }
    Thread.sleep(takes);
    write(socket, status, Math.max(0, left), reset);
    return true;
  }

  private void write(Socket socket, int status, int left, long reset) throws IOException {
    String body =
        switch (status) {
          case 200 -> TOKENS;
          case 403 -> WRONG;
          case 429 -> TOO_MANY;
          default -> "{}";
        };
    String head =
        "HTTP/1.1 "
            + status
            + " Status\r\nContent-Type: application/json\r\nx-ratelimit-limit: "
            + limit
            + "\r\nx-ratelimit-remaining: "
            + left
            + "\r\nx-ratelimit-reset: "
            + reset
            + (status == 429 && retryAfter > 0 ? "\r\nRetry-After: " + retryAfter : "")
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n";
    socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
  }

  private synchronized int left() {
    long now = System.currentTimeMillis() / 1000;
    if (now != second) {
      second = now;
      used = 0;
    }
    used++;
    return limit - used;
  }

  private static String user(String form) {
    for (String field : form.split("&", -1)) {
      if (field.startsWith("username=")) {
        return field.substring("username=".length());
      }
    }
    return "";
  }
}
