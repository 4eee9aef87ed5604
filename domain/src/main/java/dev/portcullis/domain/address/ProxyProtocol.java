package dev.portcullis.domain.address;

import io.vavr.collection.Set;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The PROXY protocol, versions 1 and 2, as HAProxy's proxy-protocol.txt says, read strictly: a
 * total function over the bytes that a connection starts with.
 */
public final class ProxyProtocol {

  /** The versions that a listener takes. */
  public enum Version {
    /** The line of text. */
    V1,
    /** The binary header. */
    V2
  }

  /** What the bytes so far amount to. */
  public sealed interface Reading {

    /** Not enough bytes yet; {@code atLeast} in all are needed to say more. */
    record More(int atLeast) implements Reading {}

    /** A whole header of {@code length} bytes, after which the application's bytes start. */
    record Whole(ProxyHeader header, int length) implements Reading {}

    /** No header, or none that is taken: the connection is to be closed. */
    record Refused(RejectionReason reason) implements Reading {}
  }

  private static final byte[] SIGNATURE = {
    0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a
  };
  private static final byte[] V1_START = {'P', 'R', 'O', 'X', 'Y', ' '};
  private static final int V1_MAX = 107;
  private static final int V2_FIXED = 16;
  private static final int TCP4 = 0x11;
  private static final int TCP6 = 0x21;
  private static final int TLV_CRC32C = 0x03;

  private ProxyProtocol() {}

  /**
   * Reads the first {@code length} of {@code bytes}, which has as many at least.
   *
   * @param maxBytes the longest header taken, 16 to 65,551; version 1 never has more than 107
   */
  public static Reading read(byte[] bytes, int length, Set<Version> versions, int maxBytes) {
    if (length <= 0) {
      return new Reading.More(1);
    }
    if (startsLike(bytes, length, SIGNATURE)) {
      if (length < SIGNATURE.length) {
        return new Reading.More(SIGNATURE.length);
      }
      if (!versions.contains(Version.V2)) {
        return refused(RejectionReason.PROXY_VERSION);
      }
      return length < V2_FIXED ? new Reading.More(V2_FIXED) : readV2(bytes, length, maxBytes);
    }
    if (startsLike(bytes, length, V1_START)) {
      if (length < V1_START.length) {
        return new Reading.More(V1_START.length);
      }
      return versions.contains(Version.V1)
          ? readV1(bytes, length, maxBytes)
          : refused(RejectionReason.PROXY_VERSION);
    }
    return refused(RejectionReason.PROXY_MISSING);
  }

  private static boolean startsLike(byte[] bytes, int length, byte[] start) {
    for (int i = 0; i < Math.min(length, start.length); i++) {
      if (bytes[i] != start[i]) {
        return false;
      }
    }
    return true;
  }

  private static Reading readV1(byte[] bytes, int length, int maxBytes) {
    int limit = Math.min(V1_MAX, maxBytes);
    StringBuilder line = new StringBuilder(limit);
    for (int i = 0; i < Math.min(length, limit); i++) {
      byte b = bytes[i];
      if (b == '\r') {
        if (i + 1 >= limit) {
          return refused(RejectionReason.PROXY_TOO_LONG);
        }
        if (i + 1 >= length) {
          return new Reading.More(i + 2);
        }
        return bytes[i + 1] == '\n'
            ? parseV1(line.toString(), i + 2)
            : refused(RejectionReason.PROXY_SYNTAX);
      }
      if (b < 0x20 || b > 0x7e) {
        return refused(RejectionReason.PROXY_SYNTAX);
      }
      line.append((char) b);
    }
    return length >= limit ? refused(RejectionReason.PROXY_TOO_LONG) : new Reading.More(length + 1);
  }

  private static Reading parseV1(String line, int length) {
    String[] words = line.split(" ", -1);
    if (words[1].equals("UNKNOWN")) {
      return new Reading.Whole(new ProxyHeader.NoAddress(), length);
    }
    boolean v4 = words[1].equals("TCP4");
    if (words.length != 6 || (!v4 && !words[1].equals("TCP6"))) {
      return refused(RejectionReason.PROXY_SYNTAX);
    }
    IpAddress source = address(words[2], v4);
    IpAddress destination = address(words[3], v4);
    int sourcePort = port(words[4]);
    int destinationPort = port(words[5]);
    if (source == null || destination == null || sourcePort < 0 || destinationPort < 0) {
      return refused(RejectionReason.PROXY_SYNTAX);
    }
    return new Reading.Whole(new ProxyHeader.Source(source, sourcePort), length);
  }

  /** An address in the family's own notation; a mapped one is IPv6 by notation. */
  private static @Nullable IpAddress address(String text, boolean v4) {
    return text.indexOf(':') < 0 == v4 ? IpLiteral.read(text, 0, text.length()) : null;
  }

  private static int port(String digits) {
    boolean leadingZero = digits.length() > 1 && digits.charAt(0) == '0';
    return leadingZero ? -1 : IpLiteral.readPort(digits, 0, digits.length());
  }

  private static Reading readV2(byte[] bytes, int length, int maxBytes) {
    int version = (bytes[12] & 0xff) >>> 4;
    int command = bytes[12] & 0x0f;
    int body = (bytes[14] & 0xff) << 8 | (bytes[15] & 0xff);
    int whole = V2_FIXED + body;
    if (version != 2 || command > 1) {
      return refused(RejectionReason.PROXY_SYNTAX);
    }
    if (whole > maxBytes) {
      return refused(RejectionReason.PROXY_TOO_LONG);
    }
    if (length < whole) {
      return new Reading.More(whole);
    }
    if (command == 0) {
      // The receiver of LOCAL ignores the address block, whatever the family (section 2.2).
      return new Reading.Whole(new ProxyHeader.NoAddress(), whole);
    }
    int transport = bytes[13] & 0xff;
    if (transport != TCP4 && transport != TCP6) {
      boolean known = (transport >>> 4) <= 3 && (transport & 0x0f) <= 2;
      return refused(known ? RejectionReason.PROXY_FAMILY : RejectionReason.PROXY_SYNTAX);
    }
    int addressBytes = transport == TCP4 ? 4 : 16;
    int portAt = V2_FIXED + 2 * addressBytes;
    int extensions = portAt + 4;
    if (whole < extensions) {
      return refused(RejectionReason.PROXY_SYNTAX);
    }
    RejectionReason wrong = checkExtensions(bytes, extensions, whole);
    if (wrong != null) {
      return refused(wrong);
    }
    byte[] source = Arrays.copyOfRange(bytes, V2_FIXED, V2_FIXED + addressBytes);
    int port = (bytes[portAt] & 0xff) << 8 | (bytes[portAt + 1] & 0xff);
    return new Reading.Whole(new ProxyHeader.Source(IpAddress.ofBytes(source).get(), port), whole);
  }

  /** The type-length-values: each whole, and the checksum, where there is one, right. */
  private static @Nullable RejectionReason checkExtensions(byte[] bytes, int from, int to) {
    int checksums = 0;
    int at = from;
    while (at < to) {
      if (to - at < 3) {
        return RejectionReason.PROXY_SYNTAX;
      }
      int type = bytes[at] & 0xff;
      int size = (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
      if (size > to - at - 3) {
        return RejectionReason.PROXY_SYNTAX;
      }
      if (type == TLV_CRC32C) {
        if (size != 4 || ++checksums > 1) {
          return RejectionReason.PROXY_SYNTAX;
        }
        if (!checksumFits(bytes, to, at + 3)) {
          return RejectionReason.PROXY_CRC;
        }
      }
      at += 3 + size;
    }
    return null;
  }

  /** CRC32c over the whole header with the checksum's own four bytes as zeros (section 2.2.3). */
  private static boolean checksumFits(byte[] bytes, int to, int at) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, at);
    crc.update(new byte[4], 0, 4);
    crc.update(bytes, at + 4, to - at - 4);
    int said =
        (bytes[at] & 0xff) << 24
            | (bytes[at + 1] & 0xff) << 16
            | (bytes[at + 2] & 0xff) << 8
            | (bytes[at + 3] & 0xff);
    return (int) crc.getValue() == said;
  }

  private static Reading refused(RejectionReason reason) {
    return new Reading.Refused(reason);
  }
}
