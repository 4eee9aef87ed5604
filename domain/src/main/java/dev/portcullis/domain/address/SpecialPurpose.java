package dev.portcullis.domain.address;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/**
 * Addresses that are no end user's on the public internet: the IANA IPv4 and IPv6 Special-Purpose
 * Address Registries (RFC 6890) where "globally reachable" is not true.
 */
final class SpecialPurpose {

  private static final Seq<IpRange> NOT_A_HOST =
      ranges("0.0.0.0", "255.255.255.255", "224.0.0.0/4", "::", "ff00::/8");

  private static final Seq<IpRange> RESERVED =
      ranges(
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "192.168.0.0/16",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "240.0.0.0/4",
          "::1",
          "64:ff9b:1::/48",
          "100::/64",
          "100:0:0:1::/64",
          "2001:2::/48",
          "2001:10::/28",
          "2001:20::/28",
          "2001:db8::/32",
          "3fff::/20",
          "5f00::/16",
          "fc00::/7",
          "fe80::/10",
          "fec0::/10");

  private SpecialPurpose() {}

  /** The unspecified and broadcast addresses and multicast: never the source of a connection. */
  static boolean isNoHost(IpAddress address) {
    return NOT_A_HOST.exists(range -> range.contains(address));
  }

  /** Private, loopback, link-local, shared, documentation and otherwise reserved space. */
  static boolean isReserved(IpAddress address) {
    return RESERVED.exists(range -> range.contains(address));
  }

  private static Seq<IpRange> ranges(String... texts) {
    return Vector.of(texts).map(text -> IpRange.parse(text).getOrElseThrow(AssertionError::new));
  }
}
