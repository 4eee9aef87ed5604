package dev.portcullis.domain.address;

import io.vavr.control.Option;
import io.vavr.control.Validation;

/**
 * All addresses that share their first {@code prefix} bits with {@code network} (RFC 4632, RFC
 * 4291).
 */
public record IpRange(IpAddress network, int prefix) {

  /** How many bits of an IPv4-mapped IPv6 address stand before those of IPv4. */
  private static final int MAPPED_PREFIX = 96;

  public IpRange {
    if (prefix < 0 || prefix > network.bits()) {
      throw new IllegalArgumentException(
          "prefix: " + prefix + " (expected: 0-" + network.bits() + ")");
    }
    if (!network.network(prefix).equals(network)) {
      throw new IllegalArgumentException(
          "network: " + network + " (expected: no bits set after the first " + prefix + ")");
    }
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or a bare address, which stands for itself;
   * refuses bits after the prefix. A range of IPv4-mapped addresses (RFC 4291 section 2.5.5.2),
   * such as {@code ::ffff:10.0.0.0/104}, is the IPv4 range written long: here {@code 10.0.0.0/8}.
   */
  public static Validation<String, IpRange> parse(String text) {
    return covering(text)
        .flatMap(
            range ->
                address(text).contains(range.network())
                    ? Validation.valid(range)
                    : Validation.invalid(
                        "value: "
                            + text
                            + " (expected: "
                            + range
                            + ", without bits after the prefix)"));
  }

  /** Reads the same, and takes {@code 10.1.2.3/8} for the range that has that address. */
  public static Validation<String, IpRange> covering(String text) {
    int slash = text.indexOf('/');
    Option<IpAddress> address = address(text);
    if (address.isEmpty()) {
      return Validation.invalid(
          "value: " + text + " (expected: an address or a CIDR range, such as 10.0.0.0/8)");
    }
    boolean mapped = slash >= 0 && address.get().isV4() && text.indexOf(':') >= 0;
    int before = mapped ? MAPPED_PREFIX : 0;
    int prefix = slash < 0 ? address.get().bits() : prefix(text.substring(slash + 1)) - before;
    if (prefix < 0 || prefix > address.get().bits()) {
      return Validation.invalid(
          "value: "
              + text
              + " (expected: a prefix length of "
              + before
              + "-"
              + (before + address.get().bits())
              + (mapped ? ", or an IPv4 range such as 10.0.0.0/8)" : ")"));
    }
    return Validation.valid(new IpRange(address.get().network(prefix), prefix));
  }

  private static Option<IpAddress> address(String text) {
    int slash = text.indexOf('/');
    return IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
  }

  private static int prefix(String digits) {
    if (digits.isEmpty()
        || digits.length() > 3
        || (digits.length() > 1 && digits.charAt(0) == '0')) {
      return -1;
    }
    int value = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value;
  }

  /** The highest address of the range. */
  public IpAddress last() {
    return network.broadcast(prefix);
  }

  /** Whether no address of it is one that users of the public internet come from. */
  public boolean isReserved() {
    return SpecialPurpose.isReserved(this);
  }

  public boolean contains(IpAddress address) {
    return address.sharesPrefix(network, prefix);
  }

  @Override
  public String toString() {
    return network + "/" + prefix;
  }
}
