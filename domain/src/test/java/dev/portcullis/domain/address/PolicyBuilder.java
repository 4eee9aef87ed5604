package dev.portcullis.domain.address;

import static dev.portcullis.domain.address.IpTexts.ranges;

import dev.portcullis.domain.address.ClientAddressPolicy.Conflicts;
import dev.portcullis.domain.address.ClientAddressPolicy.DirectAccess;
import dev.portcullis.domain.address.ClientAddressPolicy.Limits;
import dev.portcullis.domain.address.ClientAddressPolicy.OriginProof;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.ClientAddressPolicy.ProxyProtocolPolicy;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.function.BiFunction;

/**
 * Policies for tests. The proxies are 10.0.0.0/8 and fd00::/8 and append to X-Forwarded-For; the
 * users' addresses are those kept for documentation.
 */
final class PolicyBuilder {

  static final IpRangeSet PROXIES = IpRangeSet.of(ranges("10.0.0.0/8", "fd00::/8"));
  static final IpRangeSet DOCUMENTATION =
      IpRangeSet.of(ranges("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"));

  private AddressSource source = new AddressSource.XForwardedFor();
  private IpRangeSet proxies = PROXIES;
  private Option<IpRangeSet> peers = Option.none();
  private Option<Integer> hops = Option.none();
  private DirectAccess directAccess = DirectAccess.REJECT;
  private boolean unixPeerTrusted;
  private Set<CertificateName> certificates = HashSet.empty();
  private PrivateResult privateResult = new PrivateResult.AllowOnly(DOCUMENTATION);
  private IpRangeSet self = IpRangeSet.EMPTY;
  private Conflicts conflicts = Conflicts.NOTE;
  private Limits limits = Limits.DEFAULT;
  private Option<OriginProof> proof = Option.none();
  private Option<ProxyProtocolPolicy> proxyProtocol = Option.none();

  static PolicyBuilder policy() {
    return new PolicyBuilder();
  }

  static PolicyBuilder reading(AddressSource source) {
    return policy().source(source);
  }

  static PolicyBuilder forwarded() {
    return reading(new AddressSource.Forwarded());
  }

  static PolicyBuilder header(AddressSource.Format format) {
    return reading(new AddressSource.SingleHeader("CF-Connecting-IP", format));
  }

  PolicyBuilder source(AddressSource value) {
    this.source = value;
    return this;
  }

  PolicyBuilder proxies(String... texts) {
    return proxies(IpRangeSet.of(ranges(texts)));
  }

  PolicyBuilder proxies(IpRangeSet value) {
    this.proxies = value;
    return this;
  }

  PolicyBuilder peers(String... texts) {
    this.peers = Option.of(IpRangeSet.of(ranges(texts)));
    return this;
  }

  PolicyBuilder hops(int value) {
    this.hops = Option.of(value);
    return this;
  }

  PolicyBuilder direct() {
    this.directAccess = DirectAccess.ALLOW;
    return this;
  }

  PolicyBuilder unixTrusted() {
    this.unixPeerTrusted = true;
    return this;
  }

  PolicyBuilder certificates(String... names) {
    this.certificates = HashSet.of(names).map(CertificateName::new);
    return this;
  }

  PolicyBuilder privateResult(PrivateResult value) {
    this.privateResult = value;
    return this;
  }

  PolicyBuilder self(String... texts) {
    this.self = IpRangeSet.of(ranges(texts));
    return this;
  }

  PolicyBuilder refusingConflicts() {
    this.conflicts = Conflicts.REJECT;
    return this;
  }

  PolicyBuilder limits(int entries, int bytes, int lines) {
    this.limits = new Limits(entries, bytes, lines);
    return this;
  }

  PolicyBuilder proof(String header, String... secrets) {
    this.proof = Option.of(new OriginProof(header, Vector.of(secrets).map(OriginSecret::new)));
    return this;
  }

  PolicyBuilder proxyProtocolFrom(String... texts) {
    this.proxyProtocol =
        Option.of(
            new ProxyProtocolPolicy(
                HashSet.of(ProxyProtocol.Version.values()),
                IpRangeSet.of(ranges(texts)),
                Duration.ofSeconds(3),
                4096));
    return this;
  }

  ClientAddressPolicy build() {
    ClientAddressPolicy policy =
        ClientAddressPolicy.direct()
            .withSource(source)
            .withTrustedProxies(proxies)
            .withDirectAccess(directAccess)
            .withUnixPeerTrusted(unixPeerTrusted)
            .withTrustedCertificates(certificates)
            .withPrivateResult(privateResult)
            .withSelfRanges(self)
            .withConflicts(conflicts)
            .withLimits(limits);
    policy = with(policy, peers, ClientAddressPolicy::withTrustedPeers);
    policy = with(policy, hops, ClientAddressPolicy::withTrustedHops);
    policy = with(policy, proof, ClientAddressPolicy::withOriginProof);
    return with(policy, proxyProtocol, ClientAddressPolicy::withProxyProtocol);
  }

  private static <V> ClientAddressPolicy with(
      ClientAddressPolicy policy,
      Option<V> value,
      BiFunction<ClientAddressPolicy, V, ClientAddressPolicy> change) {
    return value.fold(() -> policy, it -> change.apply(policy, it));
  }

  AddressResolver resolver() {
    return new AddressResolver(build());
  }
}
