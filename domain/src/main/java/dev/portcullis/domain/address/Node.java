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
  boolean readXff(String text, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    if (start == end) {
      return fail(RejectionReason.EMPTY_ENTRY);
    }
    if (text.charAt(start) == '[') {
      return readBracketed(text, start, end, false);
    }
    int colon = text.indexOf(':', start, end);
    boolean oneColon = colon >= 0 && text.indexOf(':', colon + 1, end) < 0;
    return oneColon
        ? readWithPort(text, start, colon, colon, end, false)
        : readBare(text, start, end);
  }

  /** A node of RFC 7239 section 6: IPv6 only in brackets, obfuscated ports allowed. */
  boolean readForwarded(String text) {
    int end = text.length();
    if (text.startsWith("[")) {
      return readBracketed(text, 0, end, true);
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      return readBare(text, 0, end);
    }
    // More than one colon is IPv6, which RFC 7239 wants in brackets.
    return text.indexOf(':', colon + 1) >= 0
        ? fail(RejectionReason.BAD_ENTRY)
        : readWithPort(text, 0, colon, colon, end, true);
  }

  /** A bare literal and nothing else. */
  boolean readBare(String text, int from, int to) {
    IpAddress read = IpLiteral.read(text, from, to);
    if (read != null) {
      this.address = read;
      return true;
    }
    return fail(
        isHidden(text, from, to) ? RejectionReason.UNIDENTIFIED_ENTRY : RejectionReason.BAD_ENTRY);
  }

  private boolean readBracketed(String text, int from, int to, boolean obfuscatedPort) {
    int close = text.indexOf(']', from, to);
    if (close < 0 || text.indexOf(':', from, close) < 0) {
      return fail(RejectionReason.BAD_ENTRY);
    }
    if (close + 1 == to) {
      return readBare(text, from + 1, close);
    }
    return text.charAt(close + 1) == ':'
        ? readWithPort(text, from + 1, close, close + 1, to, obfuscatedPort)
        : fail(RejectionReason.BAD_ENTRY);
  }

  private boolean readWithPort(
      String text, int from, int to, int colon, int end, boolean obfuscatedPort) {
    if (!readBare(text, from, to)) {
      return false;
    }
    boolean port =
        IpLiteral.readPort(text, colon + 1, end) >= 0
            || (obfuscatedPort && isObfuscated(text, colon + 1, end));
    return port || fail(RejectionReason.BAD_PORT);
  }

  boolean fail(RejectionReason reason) {
    this.address = null;
    this.fault = reason;
    return false;
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
