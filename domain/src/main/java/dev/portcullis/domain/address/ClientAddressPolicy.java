package dev.portcullis.domain.address;

import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment knows about the way from its users to one listener. Start with {@link #direct}
 * or {@link #behind}; each {@code with…} method returns a copy with one setting changed. It is only
 * data; {@link PolicyLint} says what contradicts itself, and {@link AddressResolver} decides.
 * Immutable.
 */
public final class ClientAddressPolicy {

  private AddressSource source = new AddressSource.Peer();
  private IpRangeSet trustedProxies = IpRangeSet.EMPTY;
  private Option<IpRangeSet> trustedPeers = Option.none();
  private Option<Integer> trustedHops = Option.none();
  private DirectAccess directAccess = DirectAccess.ALLOW;
  private boolean unixPeerTrusted;
  private Set<CertificateName> trustedCertificates = HashSet.empty();
  private PrivateResult privateResult = new PrivateResult.Reject();
  private IpRangeSet selfRanges = IpRangeSet.EMPTY;
  private Conflicts conflicts = Conflicts.NOTE;
  private Limits limits = Limits.DEFAULT;
  private Option<OriginProof> originProof = Option.none();
  private Option<ProxyProtocolPolicy> proxyProtocol = Option.none();

  private ClientAddressPolicy() {}

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
    return new ClientAddressPolicy();
  }

  /** Users come through proxies that append to X-Forwarded-For, and through nothing else. */
  public static ClientAddressPolicy behind(IpRangeSet proxies) {
    return direct()
        .withSource(new AddressSource.XForwardedFor())
        .withTrustedProxies(proxies)
        .withDirectAccess(DirectAccess.REJECT);
  }

  private ClientAddressPolicy with(Consumer<ClientAddressPolicy> change) {
    ClientAddressPolicy copy = new ClientAddressPolicy();
    copy.source = source;
    copy.trustedProxies = trustedProxies;
    copy.trustedPeers = trustedPeers;
    copy.trustedHops = trustedHops;
    copy.directAccess = directAccess;
    copy.unixPeerTrusted = unixPeerTrusted;
    copy.trustedCertificates = trustedCertificates;
    copy.privateResult = privateResult;
    copy.selfRanges = selfRanges;
    copy.conflicts = conflicts;
    copy.limits = limits;
    copy.originProof = originProof;
    copy.proxyProtocol = proxyProtocol;
    change.accept(copy);
    return copy;
  }

  /** The one thing that carries the address. */
  public ClientAddressPolicy withSource(AddressSource value) {
    return with(copy -> copy.source = value);
  }

  /** The proxies whose entries are trusted. */
  public ClientAddressPolicy withTrustedProxies(IpRangeSet value) {
    return with(copy -> copy.trustedProxies = value);
  }

  /** Who may speak to this listener, if other than the proxies. */
  public ClientAddressPolicy withTrustedPeers(IpRangeSet value) {
    return with(copy -> copy.trustedPeers = Option.some(value));
  }

  /** Which entry is the client's, counted from the right, at least 1. */
  public ClientAddressPolicy withTrustedHops(int value) {
    return with(copy -> copy.trustedHops = Option.some(value));
  }

  /** What a connection from anywhere else means. */
  public ClientAddressPolicy withDirectAccess(DirectAccess value) {
    return with(copy -> copy.directAccess = value);
  }

  /** Whether a Unix socket is a trusted peer. */
  public ClientAddressPolicy withUnixPeerTrusted(boolean value) {
    return with(copy -> copy.unixPeerTrusted = value);
  }

  /**
   * The client certificates, by name, that make a connection a trusted proxy's whatever its address
   * is.
   */
  public ClientAddressPolicy withTrustedCertificates(Set<CertificateName> value) {
    return with(copy -> copy.trustedCertificates = value);
  }

  /** Whether private or otherwise reserved addresses are end users. */
  public ClientAddressPolicy withPrivateResult(PrivateResult value) {
    return with(copy -> copy.privateResult = value);
  }

  /** The gateway's own addresses. */
  public ClientAddressPolicy withSelfRanges(IpRangeSet value) {
    return with(copy -> copy.selfRanges = value);
  }

  /** What to do when another forwarding header disagrees. */
  public ClientAddressPolicy withConflicts(Conflicts value) {
    return with(copy -> copy.conflicts = value);
  }

  /** How much of a header is read. */
  public ClientAddressPolicy withLimits(Limits value) {
    return with(copy -> copy.limits = value);
  }

  /** The secret header that only your own proxy adds. */
  public ClientAddressPolicy withOriginProof(OriginProof value) {
    return with(copy -> copy.originProof = Option.some(value));
  }

  /** Present on a listener that requires a PROXY header. */
  public ClientAddressPolicy withProxyProtocol(ProxyProtocolPolicy value) {
    return with(copy -> copy.proxyProtocol = Option.some(value));
  }

  /** The one thing that carries the address. */
  public AddressSource source() {
    return source;
  }

  /** The proxies whose entries are trusted. */
  public IpRangeSet trustedProxies() {
    return trustedProxies;
  }

  /** Who may speak to this listener, if other than the proxies. */
  public Option<IpRangeSet> trustedPeers() {
    return trustedPeers;
  }

  /** Which entry is the client's, counted from the right, at least 1. */
  public Option<Integer> trustedHops() {
    return trustedHops;
  }

  /** What a connection from anywhere else means. */
  public DirectAccess directAccess() {
    return directAccess;
  }

  /** Whether a Unix socket is a trusted peer. */
  public boolean unixPeerTrusted() {
    return unixPeerTrusted;
  }

  /**
   * The client certificates, by name, that make a connection a trusted proxy's whatever its address
   * is.
   */
  public Set<CertificateName> trustedCertificates() {
    return trustedCertificates;
  }

  /** Whether private or otherwise reserved addresses are end users. */
  public PrivateResult privateResult() {
    return privateResult;
  }

  /** The gateway's own addresses. */
  public IpRangeSet selfRanges() {
    return selfRanges;
  }

  /** What to do when another forwarding header disagrees. */
  public Conflicts conflicts() {
    return conflicts;
  }

  /** How much of a header is read. */
  public Limits limits() {
    return limits;
  }

  /** The secret header that only your own proxy adds. */
  public Option<OriginProof> originProof() {
    return originProof;
  }

  /** Present on a listener that requires a PROXY header. */
  public Option<ProxyProtocolPolicy> proxyProtocol() {
    return proxyProtocol;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClientAddressPolicy that && settings().equals(that.settings());
  }

  @Override
  public int hashCode() {
    return settings().hashCode();
  }

  @Override
  public String toString() {
    return settings().mkString("ClientAddressPolicy[", ", ", "]");
  }

  private Seq<Object> settings() {
    return Vector.of(
        source,
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
}
