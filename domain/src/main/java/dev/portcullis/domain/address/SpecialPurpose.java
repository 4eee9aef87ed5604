package dev.portcullis.domain.address;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

/**
 * Addresses that are no end user's on the public internet: what the IANA IPv4 and IPv6
 * Special-Purpose Address Registries (RFC 6890) set apart. The transition prefixes are not here:
 * users do come from NAT64, 6to4 and Teredo.
 */
final class SpecialPurpose {

  private static final Seq<Block> NO_HOSTS =
      Vector.of(
          block("0.0.0.0", "unspecified (RFC 1122)"),
          block("255.255.255.255", "limited broadcast (RFC 919)"),
          block("224.0.0.0/4", "multicast (RFC 1112)"),
          block("::", "unspecified (RFC 4291)"),
          block("ff00::/8", "multicast (RFC 4291)"));

  private static final Seq<Block> BLOCKS =
      Vector.of(
          block("0.0.0.0/8", "this network (RFC 791)"),
          block("10.0.0.0/8", "private use (RFC 1918)"),
          block("100.64.0.0/10", "shared address space of carriers (RFC 6598)"),
          block("127.0.0.0/8", "loopback (RFC 1122)"),
          block("169.254.0.0/16", "link-local (RFC 3927)"),
          block("172.16.0.0/12", "private use (RFC 1918)"),
          block("192.0.0.0/24", "IETF protocol assignments (RFC 6890)"),
          block("192.0.2.0/24", "documentation (RFC 5737)"),
          block("192.31.196.0/24", "AS112 (RFC 7535)"),
          block("192.52.193.0/24", "AMT (RFC 7450)"),
          block("192.88.99.0/24", "deprecated 6to4 relay anycast (RFC 7526)"),
          block("192.168.0.0/16", "private use (RFC 1918)"),
          block("192.175.48.0/24", "AS112 (RFC 7534)"),
          block("198.18.0.0/15", "benchmarking (RFC 2544)"),
          block("198.51.100.0/24", "documentation (RFC 5737)"),
          block("203.0.113.0/24", "documentation (RFC 5737)"),
          block("240.0.0.0/4", "reserved for future use (RFC 1112)"),
          block("::1", "loopback (RFC 4291)"),
          block("64:ff9b:1::/48", "local translation between IPv4 and IPv6 (RFC 8215)"),
          block("100::/64", "discard-only (RFC 6666)"),
          block("100:0:0:1::/64", "dummy prefix (RFC 9780)"),
          // 2001::/23 without Teredo's 2001::/32
          block("2001:1::/32", "IETF protocol assignments (RFC 2928)"),
          block("2001:2::/31", "IETF protocol assignments (RFC 2928)"),
          block("2001:4::/30", "IETF protocol assignments (RFC 2928)"),
          block("2001:8::/29", "IETF protocol assignments (RFC 2928)"),
          block("2001:10::/28", "IETF protocol assignments (RFC 2928)"),
          block("2001:20::/27", "IETF protocol assignments (RFC 2928)"),
          block("2001:40::/26", "IETF protocol assignments (RFC 2928)"),
          block("2001:80::/25", "IETF protocol assignments (RFC 2928)"),
          block("2001:100::/24", "IETF protocol assignments (RFC 2928)"),
          block("2001:db8::/32", "documentation (RFC 3849)"),
          block("2620:4f:8000::/48", "AS112 (RFC 7534)"),
          block("3fff::/20", "documentation (RFC 9637)"),
          block("5f00::/16", "segment routing identifiers (RFC 9602)"),
          block("fc00::/7", "unique local (RFC 4193)"),
          block("fe80::/10", "link-local (RFC 4291)"),
          block("fec0::/10", "deprecated site-local (RFC 3879)"));

  private static final IpRangeSet NOT_A_HOST = IpRangeSet.of(NO_HOSTS.map(Block::range));

  private static final IpRangeSet FUTURE = ranges("240.0.0.0/4");

  private static final IpRangeSet TRANSITION =
      ranges("::/96", "64:ff9b::/96", "2002::/16", "2001::/32");

  private static final IpRangeSet RESERVED = IpRangeSet.of(BLOCKS.map(Block::range));

  private SpecialPurpose() {}

  /** The unspecified and broadcast addresses and multicast: never the source of a connection. */
  static boolean isNoHost(IpAddress address) {
    return NOT_A_HOST.contains(address);
  }

  /** 240.0.0.0/4, reserved for a future that has not come; some CDNs invent addresses in it. */
  static boolean isFuture(IpAddress address) {
    return FUTURE.contains(address);
  }

  /** Private, loopback, link-local, shared, documentation and otherwise reserved space. */
  static boolean isReserved(IpAddress address) {
    return RESERVED.contains(address);
  }

  /** The block that has this address, if it is reserved or no host's. */
  static Option<Block> block(IpAddress address) {
    return NO_HOSTS.appendAll(BLOCKS).find(block -> block.range().contains(address));
  }

  /** Whether the whole range is reserved. */
  static boolean isReserved(IpRange range) {
    return RESERVED
        .ranges()
        .exists(
            reserved -> reserved.prefix() <= range.prefix() && reserved.contains(range.network()));
  }

  /** IPv6 that embeds an IPv4 address in some way: compatible, NAT64, 6to4, Teredo. */
  static boolean isTransition(IpAddress address) {
    return TRANSITION.contains(address) && !isReserved(address);
  }

  private static IpRangeSet ranges(String... texts) {
    return IpRangeSet.of(
        Vector.of(texts).map(text -> IpRange.parse(text).getOrElseThrow(AssertionError::new)));
  }

  private static Block block(String range, String use) {
    return new Block(IpRange.parse(range).getOrElseThrow(AssertionError::new), use);
  }

  /**
   * A block of a registry.
   *
   * @param use what it is set apart for, and by which document
   */
  record Block(IpRange range, String use) {

    @Override
    public String toString() {
      return range + ": " + use;
    }
  }
}
