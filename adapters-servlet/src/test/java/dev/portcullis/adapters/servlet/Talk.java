package dev.portcullis.adapters.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.portcullis.testkit.http.HttpBinding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** Sends bytes to a server and reads what it answers. */
final class Talk {

  private Talk() {}

  /** Everything that is answered up to the end of the connection. */
  static String with(HttpBinding server, String bytes) {
    try (Socket socket =
        new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), server.port())) {
      socket.setSoTimeout(20_000);
      return over(socket, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String over(Socket socket, String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
    StringBuilder all = new StringBuilder();
    try {
      for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
        all.append((char) b);
      }
    } catch (SocketException e) {
      return all.toString();
    }
    return all.toString();
  }
}
