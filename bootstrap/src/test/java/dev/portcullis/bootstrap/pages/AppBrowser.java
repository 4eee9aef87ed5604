package dev.portcullis.bootstrap.pages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a browser sends to a host whose proxy is at a port of this machine, from {@link
 * ForwardAuthSite#USER}. As a browser does, it sends several requests concurrently, keeps their
 * connections, and stores a cookie when the response with it arrives, in whatever order that is.
 */
final class AppBrowser implements AutoCloseable {

  private final String host;
  private final int port;
  private final Map<String, String> cookies = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Connection> idle = new ConcurrentLinkedQueue<>();

  /** A browser without cookies. */
  AppBrowser(String host, int port) {
    this.host = host;
    this.port = port;
  }

  /**
   * A response.
   *
   * @param head the status line and the headers
   */
  record Response(String head, String body) {

    int status() {
      return Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    /** The values of a header, in their order. */
    Stream<String> values(String name) {
      return head.lines()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip());
    }

    String header(String name) {
      return values(name).findFirst().orElse("");
    }
  }

  /** Opens a page. */
  Response open(String path) throws IOException {
    return send("GET", path, "Sec-Fetch-Mode: navigate\r\nAccept: text/html\r\n", "");
  }

  /** What a script of a page fetches. */
  Response fetch(String path) throws IOException {
    return send("GET", path, "Sec-Fetch-Mode: cors\r\nAccept: */*\r\n", "");
  }

  /** What a script of a page posts. */
  Response post(String path, String body) throws IOException {
    return send("POST", path, "Sec-Fetch-Mode: cors\r\nContent-Type: text/plain\r\n", body);
  }

  /** Sends a form of a page at this origin. */
  Response submit(String path, String form) throws IOException {
    return send(
        "POST",
        path,
        "Sec-Fetch-Mode: navigate\r\nOrigin: https://"
            + host
            + "\r\nContent-Type: application/x-www-form-urlencoded\r\n",
        form);
  }

  private Response send(String method, String path, String headers, String body)
      throws IOException {
    byte[] content = body.getBytes(UTF_8);
    String cookie =
        cookies.entrySet().stream()
            .map(it -> it.getKey() + "=" + it.getValue())
            .collect(Collectors.joining("; "));
    String head =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: "
            + host
            + "\r\n"
            + headers
            + (cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n")
            + (method.equals("POST") ? "Content-Length: " + content.length + "\r\n" : "")
            + "\r\n";
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(ISO_8859_1));
    request.writeBytes(content);
    Response response = exchange(request.toByteArray());
    response.values("Set-Cookie").forEach(this::keep);
    return response;
  }

  private void keep(String cookie) {
    String pair = cookie.split(";", 2)[0];
    String name = pair.substring(0, pair.indexOf('='));
    if (cookie.contains("Max-Age=0")) {
      cookies.remove(name);
    } else {
      cookies.put(name, pair.substring(name.length() + 1));
    }
  }

  /** A kept connection may have been closed by the proxy meanwhile: browsers send again then. */
  private Response exchange(byte[] request) throws IOException {
    for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
      Optional<Response> response = kept.exchange(request);
      if (response.isPresent()) {
        return done(kept, response.get());
      }
      kept.socket.close();
    }
    Connection fresh = new Connection(port);
    return done(fresh, fresh.exchange(request).orElseThrow(EOFException::new));
  }

  private Response done(Connection connection, Response response) throws IOException {
    if (response.header("Connection").equalsIgnoreCase("close")) {
      connection.socket.close();
    } else {
      idle.add(connection);
    }
    return response;
  }

  @Override
  public void close() throws IOException {
    for (Connection connection : idle) {
      connection.socket.close();
    }
  }

  private static final class Connection {

    private final Socket socket = new Socket();
    private final InputStream in;

    private Connection(int port) throws IOException {
      socket.bind(new InetSocketAddress(InetAddress.getByName(ForwardAuthSite.USER), 0));
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(30_000);
      in = new BufferedInputStream(socket.getInputStream());
    }

    /** The response, or none if the connection has ended before it. */
    private Optional<Response> exchange(byte[] request) throws IOException {
      int first;
      try {
        socket.getOutputStream().write(request);
        first = in.read();
      } catch (SocketException reset) {
        return Optional.empty();
      }
      if (first < 0) {
        return Optional.empty();
      }
      String head = (char) first + head();
      Response response = new Response(head, "");
      return Optional.of(new Response(head, new String(body(response), UTF_8)));
    }

    private String head() throws IOException {
      StringBuilder lines = new StringBuilder();
      for (String line = line(); !line.isEmpty(); line = line()) {
        lines.append(line).append("\r\n");
      }
      return lines.toString();
    }

    private String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new EOFException(line.toString(ISO_8859_1));
        }
        line.write(b);
      }
      return line.toString(ISO_8859_1).stripTrailing();
    }

    private byte[] body(Response response) throws IOException {
      if (response.header("Transfer-Encoding").equals("chunked")) {
        return chunks();
      }
      String length = response.header("Content-Length");
      return length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length));
    }

    private byte[] chunks() throws IOException {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (int size = size(); size > 0; size = size()) {
        body.writeBytes(in.readNBytes(size));
        String unused = line();
      }
      String unusedTrailer = head();
      return body.toByteArray();
    }

    private int size() throws IOException {
      return Integer.parseInt(line(), 16);
    }
  }
}
