import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The health check of the emulator's image: whether the tenant serves its keys over HTTP.
 *
 * <p>{@code Health [PORT]} (default: 8791) ends with 0 or 1; what is wrong goes to standard error.
 */
final class Health {

  private static final int PATIENCE_MILLIS = 2_000;

  private Health() {}

  public static void main(String[] args) {
    int port = args.length == 0 ? 8791 : Integer.parseInt(args[0]);
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
      socket
          .getOutputStream()
          .write(
              "GET /.well-known/jwks.json HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] status = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
      if (new String(status, StandardCharsets.US_ASCII).endsWith(" 200")) {
        return;
      }
      System.err.println("not ready: " + new String(status, StandardCharsets.US_ASCII));
    } catch (IOException e) {
      System.err.println("no answer at port " + port + ": " + e.getMessage());
    }
    System.exit(1);
  }
}
