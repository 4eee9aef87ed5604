package dev.portcullis.bootstrap.proxies;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.portcullis.emulator.tenant.DemoTenant;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A user of a proxy, at an address that is not the proxy's. */
final class ProxyUser implements AutoCloseable {

  static final String ADDRESS = "127.0.0.7";
  static final String LOGIN =
      "{\"username\":\""
          + DemoTenant.ALICE
          + "\",\"password\":\""
          + DemoTenant.ALICE_PASSWORD
          + "\"}";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).localAddress(address()).build();
  private final int port;

  /** A user of the proxy at this port. */
  ProxyUser(int port) {
    this.port = port;
  }

  private static InetAddress address() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 7});
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an IPv4 address", e);
    }
  }

  HttpResponse<String> logIn() throws IOException, InterruptedException {
    return post(LOGIN);
  }

  HttpResponse<String> post(String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/auth"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** A connection to the proxy. */
  Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(address(), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** The head of a login that closes its connection, with these further lines. */
  String loginHead(String lines) {
    return "POST /api/auth HTTP/1.1\r\nHost: 127.0.0.1:"
        + port
        + "\r\nContent-Type: application/json\r\nContent-Length: "
        + LOGIN.length()
        + "\r\n"
        + lines
        + "\r\n";
  }

  /** Sends a login with these further header lines, and reads to the end. */
  String logInWith(String lines) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write((loginHead(lines) + LOGIN).getBytes(ISO_8859_1));
      return readAll(socket);
    }
  }

  /** What arrives until the connection ends, also if it ends with a reset. */
  static String readAll(Socket socket) throws IOException {
    StringBuilder read = new StringBuilder();
    byte[] buffer = new byte[8192];
    try {
      for (int n = socket.getInputStream().read(buffer);
          n >= 0;
          n = socket.getInputStream().read(buffer)) {
        read.append(new String(buffer, 0, n, ISO_8859_1));
      }
    } catch (SocketException reset) {
      read.append("[reset]");
    }
    return read.toString();
  }

  @Override
  public void close() {
    http.close();
  }
}
