package dev.portcullis.domain.address;

import org.jspecify.annotations.Nullable;

/**
 * Reads one entry: an address, IPv4 with a port, bracketed IPv6 with or without one. The address or
 * the reason why there is none; both without allocating.
 */
final class Node {

  private @Nullable IpAddress address;
  private RejectionReason fault = RejectionReason.BAD_ENTRY;

  @Nullable IpAddress address() {
    return address;
  }

  RejectionReason fault() {
    return fault;
  }

  /** An entry of X-Forwarded-For, with blanks around it and bare IPv6 allowed. */
  void readXff(String text, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    int colon = text.indexOf(':', start, end);
    if (start == end) {
      fail(RejectionReason.EMPTY_ENTRY);
    } else if (text.charAt(start) == '[') {
      readBracketed(text, start, end, false);
    } else if (colon < 0 || text.indexOf(':', colon + 1, end) >= 0) {
      readBare(text, start, end);
    } else {
      readWithPort(text, start, colon, colon, end, false);
    }
  }

  /** A node of RFC 7239 section 6: IPv6 only in brackets, obfuscated ports allowed. */
  void readForwarded(String text) {
    int end = text.length();
    int colon = text.indexOf(':');
    if (text.startsWith("[")) {
      readBracketed(text, 0, end, true);
    } else if (colon < 0) {
      readBare(text, 0, end);
    } else if (text.indexOf(':', colon + 1) >= 0) {
      // IPv6, which RFC 7239 wants in brackets.
      fail(RejectionReason.BAD_ENTRY);
    } else {
      readWithPort(text, 0, colon, colon, end, true);
    }
  }

  /** A bare literal and nothing else. */
  void readBare(String text, int from, int to) {
    address = IpLiteral.read(text, from, to);
    fault =
        isHidden(text, from, to) ? RejectionReason.UNIDENTIFIED_ENTRY : RejectionReason.BAD_ENTRY;
  }

  private void readBracketed(String text, int from, int to, boolean obfuscatedPort) {
    int close = text.indexOf(']', from, to);
    if (close < 0 || text.indexOf(':', from, close) < 0) {
      fail(RejectionReason.BAD_ENTRY);
    } else if (close + 1 == to) {
      readBare(text, from + 1, close);
    } else if (text.charAt(close + 1) == ':') {
      readWithPort(text, from + 1, close, close + 1, to, obfuscatedPort);
    } else {
      fail(RejectionReason.BAD_ENTRY);
    }
  }

  private void readWithPort(
      String text, int from, int to, int colon, int end, boolean obfuscatedPort) {
    readBare(text, from, to);
    boolean port =
        IpLiteral.readPort(text, colon + 1, end) >= 0
            || (obfuscatedPort && isObfuscated(text, colon + 1, end));
    if (address != null && !port) {
      fail(RejectionReason.BAD_PORT);
    }
  }

  void fail(RejectionReason reason) {
    address = null;
    fault = reason;
  }

  private static boolean isHidden(String text, int from, int to) {
    return (to - from == 7 && text.regionMatches(true, from, "unknown", 0, 7))
        || text.startsWith("unix:", from)
        || (to > from && text.charAt(from) == '_');
  }

  /**
   * RFC 7239 section 6.3: an underscore and at least one letter, digit, dot, underscore, hyphen.
   */
  private static boolean isObfuscated(String text, int from, int to) {
    if (to - from < 2 || text.charAt(from) != '_') {
      return false;
    }
    for (int i = from + 1; i < to; i++) {
      char c = text.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '_'
              || c == '-';
      if (!allowed) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
