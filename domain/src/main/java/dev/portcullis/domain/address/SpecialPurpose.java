package dev.portcullis.domain.address;

import io.vavr.collection.Vector;

/**
 * Addresses that are no end user's on the public internet: what the IANA IPv4 and IPv6
 * Special-Purpose Address Registries (RFC 6890) set apart. The transition prefixes are not here:
 * users do come from NAT64, 6to4 and Teredo.
 */
final class SpecialPurpose {

  private static final IpRangeSet NOT_A_HOST =
      ranges("0.0.0.0", "255.255.255.255", "224.0.0.0/4", "::", "ff00::/8");

  private static final IpRangeSet FUTURE = ranges("240.0.0.0/4");

  private static final IpRangeSet TRANSITION =
      ranges("::/96", "64:ff9b::/96", "2002::/16", "2001::/32");

  private static final IpRangeSet RESERVED =
      ranges(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.31.196.0/24",
          "192.52.193.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "192.175.48.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "240.0.0.0/4",
          "::1",
          "64:ff9b:1::/48",
          "100::/64",
          "100:0:0:1::/64",
          // 2001::/23 without Teredo's 2001::/32
          "2001:1::/32",
          "2001:2::/31",
          "2001:4::/30",
          "2001:8::/29",
          "2001:10::/28",
          "2001:20::/27",
          "2001:40::/26",
          "2001:80::/25",
          "2001:100::/24",
          "2001:db8::/32",
          "2620:4f:8000::/48",
          "3fff::/20",
          "5f00::/16",
          "fc00::/7",
          "fe80::/10",
          "fec0::/10");

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
}
