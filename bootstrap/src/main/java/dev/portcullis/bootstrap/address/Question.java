package dev.portcullis.bootstrap.address;

import dev.portcullis.domain.address.CertificateName;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import io.vavr.control.Validation;

/**
 * A request described on a command line or in a case.
 *
 * @param certificate the names in the verified client certificate
 * @param headers names and values in wire order
 * @param proxyHeader the bytes that the connection starts with, on a listener that requires a PROXY
 *     header
 */
public record Question(
    Peer peer,
    Seq<CertificateName> certificate,
    Seq<HeaderLine> headers,
    Option<Bytes> proxyHeader) {

  /** One line of a request's head. */
  public record HeaderLine(String name, String value) {

    /** Reads {@code Name: value}; blanks around the value do not count (RFC 9112 section 5). */
    public static Validation<String, HeaderLine> parse(String line) {
      int colon = line.indexOf(':');
      return colon < 1
          ? Validation.invalid("header: no colon (expected: 'Name: value')")
          : Validation.valid(new HeaderLine(line.substring(0, colon), trim(line, colon + 1)));
    }

    private static String trim(String line, int from) {
      int start = from;
      int end = line.length();
      while (start < end && isBlank(line.charAt(start))) {
        start++;
      }
      while (end > start && isBlank(line.charAt(end - 1))) {
        end--;
      }
      return line.substring(start, end);
    }

    private static boolean isBlank(char c) {
      return c == ' ' || c == '\t';
    }
  }

  /** Bytes from their hexadecimal digits. */
  public static final class Bytes {

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    /** Reads pairs of hexadecimal digits; blanks between them do not count. */
    public static Validation<String, Bytes> parse(String hex) {
      String digits = hex.replaceAll("\\s", "");
      if (!digits.matches("([0-9a-fA-F]{2})*")) {
        return Validation.invalid("hex: not bytes (expected: pairs of hexadecimal digits)");
      }
      return Validation.valid(new Bytes(java.util.HexFormat.of().parseHex(digits)));
    }

    byte[] get() {
      return bytes;
    }
  }

  /**
   * Reads a peer: an address, {@code address:port}, {@code [v6]:port}, {@code unix:PATH}, or
   * nothing for a closed connection. Any other text is an unknown peer.
   */
  public static Peer peer(String text) {
    if (text.startsWith("unix:")) {
      return new Peer.Unix();
    }
    return IpAddress.parse(host(text)).<Peer>map(Peer.Inet::new).getOrElse(new Peer.Unknown());
  }

  private static String host(String text) {
    String host = text;
    int colon = text.lastIndexOf(':');
    if (text.startsWith("[")) {
      int close = text.indexOf(']');
      host = close < 0 ? "" : text.substring(1, close);
    } else if (colon > 0 && text.indexOf(':') == colon) {
      host = text.substring(0, colon);
    }
    // The zone of a link-local peer is local to this machine and does not count.
    int zone = host.indexOf('%');
    return zone < 0 ? host : host.substring(0, zone);
  }
}
