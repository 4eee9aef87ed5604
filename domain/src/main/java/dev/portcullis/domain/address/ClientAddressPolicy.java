package dev.portcullis.domain.address;

import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * What a deployment knows about the way from its users to one listener. It is only data; {@link
 * AddressResolver} says what contradicts itself.
 *
 * @param source the one thing that carries the address
 * @param trustedProxies the proxies whose entries are trusted
 * @param trustedPeers who may speak to this listener, if other than the proxies
 * @param trustedHops how many entries from the right the client's is, at least 1
 * @param directAccess what a connection from anywhere else means
 * @param unixPeerTrusted whether a Unix socket is a trusted peer
 * @param trustedCertificates the client certificates, by name, that make a connection a trusted
 *     proxy's whatever its address is
 * @param privateResult whether private or otherwise reserved addresses are end users
 * @param selfRanges the gateway's own addresses
 * @param conflicts what to do when another forwarding header disagrees
 * @param originProof the secret header that only your own proxy adds
 * @param proxyProtocol present on a listener that requires a PROXY header
 */
public record ClientAddressPolicy(
    AddressSource source,
    IpRangeSet trustedProxies,
    Option<IpRangeSet> trustedPeers,
    Option<Integer> trustedHops,
    DirectAccess directAccess,
    boolean unixPeerTrusted,
    Set<CertificateName> trustedCertificates,
    PrivateResult privateResult,
    IpRangeSet selfRanges,
    Conflicts conflicts,
    Limits limits,
    Option<OriginProof> originProof,
    Option<ProxyProtocolPolicy> proxyProtocol) {

  /** What a connection from outside the trusted peers means. */
  public enum DirectAccess {
    /** The client bypassed the proxy: refuse. */
    REJECT,
    /** The peer is the end user; whatever headers it sends are not read. */
    ALLOW
  }

  /** What it means when another forwarding header names another address. */
  public enum Conflicts {
    /** Nothing: proxies often pass the client's other header through. */
    NOTE,
    /** Refuse. */
    REJECT
  }

  /** Whether a reserved address may be an end user's. */
  public sealed interface PrivateResult {

    /** Never. */
    record Reject() implements PrivateResult {}

    /** Any but those that no host has, as in a laboratory. */
    record Allow() implements PrivateResult {}

    /** Those of an intranet. */
    record AllowOnly(IpRangeSet ranges) implements PrivateResult {}
  }

  /**
   * How much of a header is read.
   *
   * @param entries 1-100
   * @param bytes over all lines, 64-65536
   * @param lines 1-100
   */
  public record Limits(int entries, int bytes, int lines) {

    /** 20 entries, 4 KiB, 8 lines. */
    public static final Limits DEFAULT = new Limits(20, 4096, 8);

    public Limits {
      check("entries", entries, 1, 100);
      check("bytes", bytes, 64, 65_536);
      check("lines", lines, 1, 100);
    }

    private static void check(String name, int value, int least, int most) {
      if (value < least || value > most) {
        throw new IllegalArgumentException(
            name + ": " + value + " (expected: " + least + "-" + most + ")");
      }
    }
  }

  /**
   * A header whose value only your own proxy knows; any of the values will do, so that they can be
   * rotated.
   */
  public record OriginProof(String header, Seq<OriginSecret> secrets) {}

  /**
   * What the PROXY header of a connection has to be.
   *
   * @param trustedFrom the kernel's peers that may send one
   * @param timeout for the whole header, from the start of the connection
   * @param maxBytes 16-65551
   */
  public record ProxyProtocolPolicy(
      Set<ProxyProtocol.Version> versions,
      IpRangeSet trustedFrom,
      Duration timeout,
      int maxBytes) {}

  /** Users connect directly: the peer is the end user, and no header is read. */
  public static ClientAddressPolicy direct() {
    return new ClientAddressPolicy(
        new AddressSource.Peer(),
        IpRangeSet.EMPTY,
        Option.none(),
        Option.none(),
        DirectAccess.ALLOW,
        false,
        HashSet.empty(),
        new PrivateResult.Reject(),
        IpRangeSet.EMPTY,
        Conflicts.NOTE,
        Limits.DEFAULT,
        Option.none(),
        Option.none());
  }

  /** Users come through proxies that append to X-Forwarded-For, and through nothing else. */
  public static ClientAddressPolicy behind(IpRangeSet proxies) {
    return direct()
        .withSource(new AddressSource.XForwardedFor())
        .withTrustedProxies(proxies)
        .withDirectAccess(DirectAccess.REJECT);
  }

  public ClientAddressPolicy withSource(AddressSource value) {
    return new ClientAddressPolicy(
        value,
        trustedProxies,
        trustedPeers,
        trustedHops,
        directAccess,
        unixPeerTrusted,
        trustedCertificates,
        privateResult,
        selfRanges,
        conflicts,
        limits,
        originProof,
        proxyProtocol);
  }

  public ClientAddressPolicy withTrustedProxies(IpRangeSet value) {
    return new ClientAddressPolicy(
        source,
        value,
        trustedPeers,
        trustedHops,
        directAccess,
        unixPeerTrusted,
        trustedCertificates,
        privateResult,
        selfRanges,
        conflicts,
        limits,
        originProof,
        proxyProtocol);
  }

  public ClientAddressPolicy withDirectAccess(DirectAccess value) {
    return new ClientAddressPolicy(
        source,
        trustedProxies,
        trustedPeers,
        trustedHops,
        value,
        unixPeerTrusted,
        trustedCertificates,
        privateResult,
        selfRanges,
        conflicts,
        limits,
        originProof,
        proxyProtocol);
  }

  public ClientAddressPolicy withTrustedCertificates(Set<CertificateName> value) {
    return new ClientAddressPolicy(
        source,
        trustedProxies,
        trustedPeers,
        trustedHops,
        directAccess,
        unixPeerTrusted,
        value,
        privateResult,
        selfRanges,
        conflicts,
        limits,
        originProof,
        proxyProtocol);
  }

  public ClientAddressPolicy withPrivateResult(PrivateResult value) {
    return new ClientAddressPolicy(
        source,
        trustedProxies,
        trustedPeers,
        trustedHops,
        directAccess,
        unixPeerTrusted,
        trustedCertificates,
        value,
        selfRanges,
        conflicts,
        limits,
        originProof,
        proxyProtocol);
  }
}
