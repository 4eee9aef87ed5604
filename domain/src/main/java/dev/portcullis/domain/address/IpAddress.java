package dev.portcullis.domain.address;

import io.vavr.control.Option;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 or IPv6 address. IPv4-mapped IPv6 addresses ({@code ::ffff:0:0/96}, RFC 4291 section
 * 2.5.5.2) are folded to IPv4 on creation, so that one host has one value; no other embedding is
 * unpacked. There are no zones and no names: nothing here ever asks a resolver.
 */
public final class IpAddress implements Comparable<IpAddress> {

  private static final long MAPPED_PREFIX = 0xffffL;

  private final boolean v4;
  private final long high;
  private final long low;

  private IpAddress(boolean v4, long high, long low) {
    this.v4 = v4;
    this.high = high;
    this.low = low;
  }

  /**
   * Reads a bare literal: four decimal numbers without leading zeros, or the text forms of RFC 4291
   * section 2.2. No brackets, ports, zones, blanks, shorthand ({@code 127.1}) or non-ASCII digits.
   */
  public static Option<IpAddress> parse(String text) {
    return Option.of(IpLiteral.read(text, 0, text.length()));
  }

  /**
   * The address in network byte order, as a socket gives it.
   *
   * @return none unless there are 4 or 16 bytes
   */
  public static Option<IpAddress> ofBytes(byte[] bytes) {
    return switch (bytes.length) {
      case 4 -> Option.of(v4(word(bytes, 0, 4)));
      case 16 -> Option.of(v6(word(bytes, 0, 8), word(bytes, 8, 8)));
      default -> Option.none();
    };
  }

  static IpAddress v4(long bits) {
    return new IpAddress(true, 0, bits & 0xffff_ffffL);
  }

  static IpAddress v6(long high, long low) {
    return high == 0 && low >>> 32 == MAPPED_PREFIX ? v4(low) : new IpAddress(false, high, low);
  }

  private static long word(byte[] bytes, int from, int count) {
    long word = 0;
    for (int i = from; i < from + count; i++) {
      word = word << 8 | (bytes[i] & 0xff);
    }
    return word;
  }

  public boolean isV4() {
    return v4;
  }

  /** The number of bits of this address: 32 or 128. */
  public int bits() {
    return v4 ? 32 : 128;
  }

  /** Whether it is private, loopback or otherwise set apart, so that no user comes from it. */
  public boolean isReserved() {
    return SpecialPurpose.isReserved(this);
  }

  /** The first 64 bits of an IPv6 address; 0 for IPv4. */
  long high() {
    return high;
  }

  /** The last 64 bits of an IPv6 address; all 32 of IPv4. */
  long low() {
    return low;
  }

  /** This address with every bit after {@code prefix} set. */
  IpAddress broadcast(int prefix) {
    if (v4) {
      return v4(low | 0xffff_ffffL >>> prefix);
    }
    if (prefix <= 64) {
      return new IpAddress(false, prefix == 64 ? high : high | -1L >>> prefix, -1L);
    }
    return new IpAddress(false, high, prefix == 128 ? low : low | -1L >>> (prefix - 64));
  }

  /** Whether the first {@code prefix} bits of this address are those of {@code network}. */
  boolean sharesPrefix(IpAddress network, int prefix) {
    if (v4 != network.v4) {
      return false;
    }
    if (v4) {
      return (low ^ network.low) >>> (32 - prefix) == 0;
    }
    long differingHigh = high ^ network.high;
    if (prefix <= 64) {
      return prefix == 0 || differingHigh >>> (64 - prefix) == 0;
    }
    return differingHigh == 0 && (low ^ network.low) >>> (128 - prefix) == 0;
  }

  /**
   * This address with every bit after {@code prefix} cleared.
   *
   * @param prefix 0 to {@link #bits()}
   */
  public IpAddress network(int prefix) {
    if (v4) {
      return v4(low & -1L << (32 - prefix));
    }
    if (prefix <= 64) {
      return v6(prefix == 0 ? 0 : high & -1L << (64 - prefix), 0);
    }
    return new IpAddress(false, high, low & -1L << (128 - prefix));
  }

  @Override
  public int compareTo(IpAddress other) {
    if (v4 != other.v4) {
      return v4 ? -1 : 1;
    }
    int byHigh = Long.compareUnsigned(high, other.high);
    return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof IpAddress that && v4 == that.v4 && high == that.high && low == that.low;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(high) * 31 + Long.hashCode(low);
  }

  /** The canonical text: dotted decimal, or RFC 5952. */
  @Override
  public String toString() {
    return v4 ? IpLiteral.writeV4(low) : IpLiteral.writeV6(high, low);
  }
}
