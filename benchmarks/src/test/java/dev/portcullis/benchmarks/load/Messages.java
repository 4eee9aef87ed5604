package dev.portcullis.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The HTTP messages of these tests: short, with a length. */
final class Messages {

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");
  private static final String FORM =
      "grant_type=password&username=alice%40example.com&password=correct+horse+battery+staple";

  private Messages() {}

  /** A login as a trusted proxy passes it on. */
  static byte[] proxiedLogin(String address) {
    return login("X-Forwarded-For: " + address + "\r\n");
  }

  /** A login of a client that connects itself. */
  static byte[] login() {
    return login("");
  }

  private static byte[] login(String header) {
    return ascii(
        "POST /api/auth HTTP/1.1\r\nHost: gateway\r\n"
            + header
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + FORM.length()
            + "\r\n\r\n"
            + FORM);
  }

  /**
   * Reads one message with a length into the buffer.
   *
   * @return the status of a response, 0 for a request, -1 if the connection ended before it
   * @throws IOException if the connection ends inside it
   */
  static int read(InputStream in, byte[] buffer) throws IOException {
    int length = 0;
    int end = Integer.MAX_VALUE;
    while (length < end) {
      int read = in.read(buffer, length, buffer.length - length);
      if (read < 0) {
        if (length == 0) {
          return -1;
        }
        throw new IOException("closed inside a message");
      }
      length += read;
      if (end == Integer.MAX_VALUE) {
        end = end(buffer, length);
      }
    }
    String first = new String(buffer, 0, 12, StandardCharsets.US_ASCII);
    return first.startsWith("HTTP/") ? Integer.parseInt(first.substring(9)) : 0;
  }

  /** An end user of 127.128.0.0/9, in one of 128 networks, 0 to 127, of 40,000 users each. */
  static InetAddress user(int net, int client) {
    int host = client % 200;
    return address(127, 128 + net, client / 200 % 200, host + 1);
  }

  static InetAddress address(int... bytes) {
    try {
      return InetAddress.getByAddress(
          new byte[] {(byte) bytes[0], (byte) bytes[1], (byte) bytes[2], (byte) bytes[3]});
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static int end(byte[] buffer, int length) {
    String head = new String(buffer, 0, length, StandardCharsets.US_ASCII);
    int blank = head.indexOf("\r\n\r\n");
    if (blank < 0) {
      return Integer.MAX_VALUE;
    }
    Matcher matcher = LENGTH.matcher(head.substring(0, blank));
    return blank + 4 + (matcher.find() ? Integer.parseInt(matcher.group(1)) : 0);
  }
}
