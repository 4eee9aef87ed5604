package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.portcullis.adapters.http.server.ListenerUnderTest.Seen;
import io.vavr.collection.Vector;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Serves one connection at a time with one error of choice. */
final class WrongServer implements AutoCloseable {

  /** What a server can get wrong. */
  enum Mistake {
    /** Takes everything for something. */
    TAKES_ALL,
    /** Refuses every request. */
    REFUSES_ALL,
    /** Takes a body for the next request. */
    IGNORES_BODIES
  }

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");
  private static final Pattern SIZE = Pattern.compile("[0-9A-Fa-f]{1,7}");

  private final ServerSocket socket;
  private final Mistake error;
  private final List<Seen> seen = new ArrayList<>();
  private String bytes = "";
  private int at;

  WrongServer(Mistake error) {
    this.error = error;
    try {
      this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All answers to what is sent, and what the handlers saw as a request. */
  RequestTable.Outcome outcome(String request) {
    ListenAddress where = new ListenAddress.Tcp("127.0.0.1", socket.getLocalPort());
    try (Wire wire = Wire.to(where)) {
      Thread server = Thread.ofVirtual().start(this::serve);
      Answers answers = wire.send(request).shut().answers();
      server.join();
      return new RequestTable.Outcome(answers, List.copyOf(seen));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void serve() {
    seen.clear();
    at = 0;
    try (Socket client = socket.accept();
        InputStream in = client.getInputStream()) {
      bytes = new String(in.readAllBytes(), ISO_8859_1);
      StringBuilder answers = new StringBuilder();
      boolean more = at < bytes.length();
      while (more) {
        more =
            error == Mistake.REFUSES_ALL ? refuse(answers) : next(answers) && at < bytes.length();
      }
      client.getOutputStream().write(answers.toString().getBytes(ISO_8859_1));
    } catch (IOException e) {
      // The client has closed already.
    }
  }

  private static boolean refuse(StringBuilder answers) {
    answers.append(
        "HTTP/1.1 400 \r\nConnection: close\r\nContent-Type: application/problem+json\r\n"
            + "Content-Length: 2\r\n\r\n{}");
    return false;
  }

  /** Answers what may be a request; whether another may follow. */
  private boolean next(StringBuilder answers) {
    String first = line().strip();
    int length = 0;
    boolean chunked = false;
    boolean close = false;
    for (String line = line(); !line.isBlank(); line = line()) {
      String low = line.toLowerCase(Locale.ROOT);
      Matcher number = NUMBER.matcher(low);
      if (low.contains("length") && number.find()) {
        length = (int) Math.min(bytes.length() - at, Long.parseLong(shortened(number.group())));
      }
      chunked |= low.contains("chunked") || low.contains("encoding");
      close |= low.contains("close");
    }
    String body = error == Mistake.IGNORES_BODIES ? "" : chunked ? chunks() : take(length);
    String[] words = first.split("[^!-~]+", -1);
    String path = words.length < 2 ? "/" : words[1].replaceFirst("(?i)^[a-z]+://[^/]*", "");
    seen.add(new Seen(words[0], path, "", body, Vector.empty()));
    answers
        .append("HTTP/1.1 200 OK\r\nContent-Length: ")
        .append(body.length())
        .append("\r\n\r\n")
        .append(body);
    return !close;
  }

  private static String shortened(String digits) {
    return digits.substring(0, Math.min(digits.length(), 12));
  }

  private String line() {
    int end = bytes.indexOf('\n', at);
    int from = at;
    at = end < 0 ? bytes.length() : end + 1;
    return bytes.substring(from, end < 0 ? bytes.length() : end);
  }

  private String take(int length) {
    int from = at;
    at = Math.min(bytes.length(), at + length);
    return bytes.substring(from, at);
  }

  private String chunks() {
    StringBuilder body = new StringBuilder();
    int size = -1;
    while (size != 0 && at < bytes.length()) {
      Matcher digits = SIZE.matcher(line());
      size = digits.find() ? Integer.parseInt(digits.group(), 16) : 0;
      body.append(take(size));
      at = Math.min(bytes.length(), size == 0 ? at : at + 2);
    }
    while (at < bytes.length() && !line().isBlank()) {
      // Trailers.
    }
    return body.toString();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
