package dev.portcullis.emulator.address;

import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One IPv4 or IPv6 address. IPv4-mapped IPv6 addresses count as the IPv4 address they carry, so
 * that one host has one counter.
 */
public final class IpLiteral {

  private static final int LONGEST = 45;

  /** More digits than an IPv6 group has (RFC 4291); the library accepts them if they are zeros. */
  private static final Pattern LONG_GROUP = Pattern.compile("[0-9a-fA-F]{5}");

  private static final IPAddressStringParameters STRICT = strict();

  private final IPAddress address;

  private IpLiteral(IPAddress address) {
    this.address = address;
  }

  /**
   * Parses exactly one literal: no port, bracket, zone, prefix, list, wildcard, white space, host
   * name or IPv4 leading zero. Never resolves a name.
   */
  public static Optional<IpLiteral> parse(String text) {
    if (text.isEmpty()
        || text.length() > LONGEST
        || LONG_GROUP.matcher(text).find()
        || !text.chars().allMatch(IpLiteral::plain)) {
      return Optional.empty();
    }
    @Nullable IPAddress parsed = new IPAddressString(text, STRICT).getAddress();
    if (parsed == null || parsed.isMultiple()) {
      return Optional.empty();
    }
    boolean mapped = parsed.isIPv6() && parsed.toIPv6().isIPv4Mapped();
    return Optional.of(new IpLiteral(mapped ? parsed.toIPv6().getEmbeddedIPv4Address() : parsed));
  }

  /**
   * Parses text that is known to be an address.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static IpLiteral of(String text) {
    return parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "address: " + text + " (expected: one IPv4 or IPv6 literal)"));
  }

  /** The canonical text: RFC 5952 for IPv6. */
  public String text() {
    return address.toCanonicalString();
  }

  IPAddress address() {
    return address;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpLiteral that && address.equals(that.address);
  }

  @Override
  public int hashCode() {
    return address.hashCode();
  }

  @Override
  public String toString() {
    return text();
  }

  private static boolean plain(int c) {
    return (c >= '0' && c <= '9')
        || (c >= 'a' && c <= 'f')
        || (c >= 'A' && c <= 'F')
        || c == ':'
        || c == '.';
  }

  private static IPAddressStringParameters strict() {
    IPAddressStringParameters.Builder builder =
        new IPAddressStringParameters.Builder()
            .allowEmpty(false)
            .allowSingleSegment(false)
            .allowPrefix(false)
            .allowMask(false)
            .allowPrefixOnly(false)
            .allowAll(false)
            .allowWildcardedSeparator(false)
            .allow_inet_aton(false)
            .setRangeOptions(RangeParameters.NO_RANGE);
    builder.getIPv4AddressParametersBuilder().allowLeadingZeros(false).allowBinary(false);
    builder.getIPv6AddressParametersBuilder().allowZone(false).allowBase85(false);
    builder.getIPv6AddressParametersBuilder().allowBinary(false);
    builder
        .getIPv6AddressParametersBuilder()
        .getEmbeddedIPv4AddressParametersBuilder()
        .allow_inet_aton(false)
        .allowLeadingZeros(false);
    return builder.toParams();
  }
}
