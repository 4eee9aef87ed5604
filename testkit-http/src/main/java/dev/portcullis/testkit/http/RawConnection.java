package dev.portcullis.testkit.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Locale;

/** A connection whose every byte the test decides. */
final class RawConnection implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 10_000;

  private final Socket socket;

  private RawConnection(Socket socket) {
    this.socket = socket;
  }

  static RawConnection to(HttpBinding binding) throws IOException {
    return from("127.0.0.1", binding);
  }

  /** A connection from an address of this machine. */
  @SuppressWarnings("AddressSelection") // A literal names one address.
  static RawConnection from(String local, HttpBinding binding) throws IOException {
    Socket socket =
        new Socket(
            InetAddress.getByAddress(new byte[] {127, 0, 0, 1}),
            binding.port(),
            InetAddress.getByName(local),
            0);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return new RawConnection(socket);
  }

  /** One response; its body, framed by Content-Length, as ISO-8859-1. */
  record Response(int status, Seq<String> lines, String body) {

    /** The values of all header lines of this name. */
    Seq<String> header(String name) {
      return lines
          .filter(
              line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":"))
          .map(line -> line.substring(name.length() + 1).strip());
    }
  }

  RawConnection send(String text) throws IOException {
    return send(text.getBytes(ISO_8859_1));
  }

  RawConnection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends, ignoring that the other end may have closed already. */
  RawConnection sendIfOpen(String text) throws IOException {
    try {
      return send(text);
    } catch (SocketException e) {
      return this;
    }
  }

  RawConnection endSending() throws IOException {
    try {
      socket.shutdownOutput();
    } catch (SocketException e) {
      // The other end has closed already.
    }
    return this;
  }

  void timeout(int millis) throws IOException {
    socket.setSoTimeout(millis);
  }

  /** The next response to a request other than HEAD. */
  Response read() throws IOException {
    Response head = readHead();
    return new Response(head.status(), head.lines(), readBody(head));
  }

  /** The next response, assumed to have no body. */
  Response readHead() throws IOException {
    String status = line();
    Seq<String> lines = Vector.empty();
    for (String line = line(); !line.isEmpty(); line = line()) {
      lines = lines.append(line);
    }
    return new Response(Integer.parseInt(status.split(" ", 3)[1]), lines, "");
  }

  private String readBody(Response head) throws IOException {
    Seq<String> length = head.header("Content-Length");
    return length.isEmpty()
        ? ""
        : new String(
            socket.getInputStream().readNBytes(Integer.parseInt(length.head())), ISO_8859_1);
  }

  /** Everything up to the end of the connection, which may be an end or a reset. */
  String readToEnd() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        all.write(b);
      }
    } catch (SocketException e) {
      // A reset ends it too.
    }
    return all.toString(ISO_8859_1);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    InputStream in = socket.getInputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the connection ended within a response");
      }
      line.append((char) b);
    }
    return line.toString().stripTrailing();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
