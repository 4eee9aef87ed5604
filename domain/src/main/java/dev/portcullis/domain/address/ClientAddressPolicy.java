package dev.portcullis.domain.address;

import io.vavr.collection.Seq;

/**
 * What a deployment knows about the way from its users to the gateway.
 *
 * @param trustedProxies the proxies that append to X-Forwarded-For
 * @param directAccess what a connection from anywhere else means
 * @param reservedResults private or otherwise reserved ranges that are end users here all the same,
 *     as on an intranet; every other reserved result is refused
 */
public record ClientAddressPolicy(
    TrustedProxies trustedProxies, DirectAccess directAccess, Seq<IpRange> reservedResults) {

  /** What a connection from outside the trusted proxies means. */
  public enum DirectAccess {
    /** Somebody went around the proxy: refuse. */
    REJECT,
    /** The peer is the end user; whatever headers it sends are not read. */
    ALLOW
  }
}
