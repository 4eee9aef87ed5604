package dev.portcullis.domain.address;

import io.vavr.control.Either;

/** The value of a header that holds one address. */
final class SingleValue {

  private SingleValue() {}

  static Either<RejectionReason, IpAddress> read(String text, AddressSource.Format format) {
    Node node = new Node();
    String bare = trim(text);
    if (bare.isEmpty()) {
      return Either.left(RejectionReason.EMPTY_ENTRY);
    }
    int end = bare.length();
    if (format == AddressSource.Format.IP_COLON_PORT) {
      end = bare.lastIndexOf(':');
      if (end < 0 || IpLiteral.readPort(bare, end + 1, bare.length()) < 0) {
        return Either.left(RejectionReason.BAD_PORT);
      }
    }
    if (format == AddressSource.Format.IP_OPTIONAL_PORT) {
      node.readXff(bare, 0, end);
    } else {
      node.readBare(bare, 0, end);
    }
    IpAddress address = node.address();
    return address == null ? Either.left(node.fault()) : Either.right(address);
  }

  private static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && (text.charAt(from) == ' ' || text.charAt(from) == '\t')) {
      from++;
    }
    while (to > from && (text.charAt(to - 1) == ' ' || text.charAt(to - 1) == '\t')) {
      to--;
    }
    return text.substring(from, to);
  }
}
