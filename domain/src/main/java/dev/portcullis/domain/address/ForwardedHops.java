package dev.portcullis.domain.address;

import io.vavr.collection.Seq;
import io.vavr.control.Either;

/**
 * The entries of X-Forwarded-For, walked from the right: the only direction in which each entry was
 * written by a proxy that the walk has already found to be trusted. Entries further left are the
 * client's own text and are never parsed.
 */
final class ForwardedHops {

  static final int MAX_LINES = 8;
  static final int MAX_LENGTH = 4096;
  static final int MAX_ENTRIES = 20;

  private final String joined;

  private ForwardedHops(String joined) {
    this.joined = joined;
  }

  /** Joins the lines in wire order (RFC 9110 section 5.3), within the limits. */
  static Either<RejectionReason, ForwardedHops> of(Seq<String> lines) {
    if (lines.isEmpty()) {
      return Either.left(RejectionReason.SOURCE_MISSING);
    }
    if (lines.size() > MAX_LINES) {
      return Either.left(RejectionReason.TOO_MANY);
    }
    String joined = lines.size() == 1 ? lines.head() : lines.mkString(",");
    if (joined.length() > MAX_LENGTH) {
      return Either.left(RejectionReason.TOO_LONG);
    }
    if (joined.chars().filter(c -> c == ',').count() >= MAX_ENTRIES) {
      return Either.left(RejectionReason.TOO_MANY);
    }
    return Either.right(new ForwardedHops(joined));
  }

  /** The rightmost entry that is no trusted proxy. */
  Either<RejectionReason, IpAddress> rightmostUntrusted(TrustedProxies trusted) {
    int end = joined.length();
    while (end >= 0) {
      int comma = joined.lastIndexOf(',', end - 1);
      Either<RejectionReason, IpAddress> entry = entry(comma + 1, end);
      if (entry.isLeft() || !trusted.contains(entry.get())) {
        return entry;
      }
      end = comma;
    }
    return Either.left(RejectionReason.ALL_TRUSTED);
  }

  /** One entry: an address, IPv4 with a port, or bracketed IPv6 with or without one. */
  private Either<RejectionReason, IpAddress> entry(int from, int to) {
    int start = from;
    int end = to;
    while (start < end && isBlank(joined.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(joined.charAt(end - 1))) {
      end--;
    }
    if (start == end) {
      return Either.left(RejectionReason.EMPTY_ENTRY);
    }
    if (joined.charAt(start) == '[') {
      int close = joined.lastIndexOf(']', end - 1);
      boolean bracketsV6 = close > start && joined.substring(start, close).indexOf(':') > 0;
      if (!bracketsV6) {
        return Either.left(RejectionReason.BAD_ENTRY);
      }
      return close + 1 == end
          ? address(start + 1, close)
          : withPort(address(start + 1, close), close + 1, end);
    }
    int colon = joined.indexOf(':', start);
    boolean oneColon = colon >= 0 && colon < end && joined.lastIndexOf(':', end - 1) == colon;
    return oneColon && isDotted(start, colon)
        ? withPort(address(start, colon), colon, end)
        : address(start, end);
  }

  private Either<RejectionReason, IpAddress> address(int from, int to) {
    IpAddress address = IpLiteral.read(joined, from, to);
    if (address != null) {
      return Either.right(address);
    }
    String text = joined.substring(from, to);
    boolean hidden =
        text.equalsIgnoreCase("unknown") || text.startsWith("_") || text.startsWith("unix:");
    return Either.left(hidden ? RejectionReason.UNIDENTIFIED_ENTRY : RejectionReason.BAD_ENTRY);
  }

  private Either<RejectionReason, IpAddress> withPort(
      Either<RejectionReason, IpAddress> address, int colon, int end) {
    if (address.isLeft()) {
      return address;
    }
    if (joined.charAt(colon) != ':') {
      return Either.left(RejectionReason.BAD_ENTRY);
    }
    return isPort(colon + 1, end) ? address : Either.left(RejectionReason.BAD_PORT);
  }

  private boolean isPort(int from, int to) {
    if (from == to || to - from > 5) {
      return false;
    }
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = joined.charAt(i);
      if (c < '0' || c > '9') {
        return false;
      }
      value = value * 10 + (c - '0');
    }
    return value <= 65535;
  }

  private boolean isDotted(int from, int to) {
    int dot = joined.indexOf('.', from);
    return dot >= 0 && dot < to;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
