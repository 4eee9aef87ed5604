package dev.portcullis.domain.address;

import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds mistakes in a policy: what no operator can have meant, or what few should. */
public final class PolicyLint {

  private static final String CERTIFICATES = "trusted-certificates";
  private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^`|~-]{1,100}");
  private static final int WIDEST_V4 = 8;
  private static final int WIDEST_V6 = 24;

  private PolicyLint() {}

  /** How bad a finding is. */
  public enum Severity {
    /** The gateway does not start like this. */
    ERROR,
    /** It starts, and says so. */
    WARNING
  }

  /**
   * One finding.
   *
   * @param key below {@code client-ip}
   */
  public record Finding(Severity severity, String key, String problem, String remedy) {}

  /**
   * What is wrong with a policy.
   *
   * @param reservedHeaders headers, in lower case, that carry the address to the provider, so that
   *     no client may name one
   */
  public static Seq<Finding> of(ClientAddressPolicy policy, Set<String> reservedHeaders) {
    return singleHeader(policy)
        .appendAll(reserved(policy, reservedHeaders))
        .appendAll(tooWide("trusted-proxies", policy.trustedProxies()))
        .appendAll(policy.trustedPeers().toVector().flatMap(set -> tooWide("trusted-peers", set)))
        .appendAll(
            policy
                .proxyProtocol()
                .toVector()
                .flatMap(it -> tooWide("proxy-protocol.trusted-from", it.trustedFrom())))
        .appendAll(overlaps(policy))
        .appendAll(repeated("trusted-proxies", policy.trustedProxies()))
        .appendAll(unreachable(policy))
        .appendAll(modes(policy));
  }

  /** What is wrong with a policy on a listener that asks its clients for no certificate. */
  public static Seq<Finding> withoutClientCertificates(ClientAddressPolicy policy) {
    return policy.trustedCertificates().isEmpty()
        ? Vector.empty()
        : Vector.of(
            error(
                CERTIFICATES,
                "set, while the listener asks no client for a certificate",
                "set tls.client-certificates: optional or required, and tls.client-authorities;"
                    + " or remove it"));
  }

  private static Seq<Finding> singleHeader(ClientAddressPolicy policy) {
    if (!(policy.source() instanceof AddressSource.SingleHeader header)) {
      return Vector.empty();
    }
    if (!HEADER_NAME.matcher(header.name()).matches()) {
      return Vector.of(
          error(
              "header-name",
              "no name of an HTTP header",
              "name the header that your proxy sets itself, such as X-Real-IP"));
    }
    if (header.isOfClients()) {
      return Vector.of(
          error(
              "header-name",
              "clients send it, and proxies pass it on: " + header.name(),
              "name the header that your proxy sets itself, such as X-Real-IP"));
    }
    return header
        .asList()
        .toVector()
        .map(
            list ->
                error(
                    "header-name",
                    "a list, not one address: " + header.name(),
                    list instanceof AddressSource.Forwarded
                        ? "set source: forwarded instead"
                        : "set source: xff instead"));
  }

  private static Seq<Finding> reserved(ClientAddressPolicy policy, Set<String> reservedHeaders) {
    return policy.source() instanceof AddressSource.SingleHeader(var name, var format)
            && reservedHeaders.contains(name.toLowerCase(Locale.ROOT))
        ? Vector.of(
            error(
                "header-name",
                name + " is the header that carries the address to the provider",
                "name the header in which your proxy passes on the client's address"))
        : Vector.empty();
  }

  private static Seq<Finding> tooWide(String key, IpRangeSet set) {
    return set.ranges()
        .filter(
            range ->
                range.prefix() < (range.network().isV4() ? WIDEST_V4 : WIDEST_V6)
                    && !SpecialPurpose.isReserved(range))
        .map(
            range ->
                error(
                    key,
                    range
                        + " is wider than /"
                        + (range.network().isV4() ? WIDEST_V4 : WIDEST_V6)
                        + " of public space",
                    "list your proxies' own ranges: any client in this one can name any address"));
  }

  private static Seq<Finding> overlaps(ClientAddressPolicy policy) {
    IpRangeSet users =
        policy.privateResult() instanceof ClientAddressPolicy.PrivateResult.AllowOnly(var ranges)
            ? ranges
            : IpRangeSet.EMPTY;
    return policy
        .trustedProxies()
        .ranges()
        .flatMap(
            range -> {
              Seq<Finding> found = Vector.empty();
              if (users.overlaps(range)) {
                found =
                    found.append(
                        error(
                            "trusted-proxies",
                            range + " overlaps private-result.allow",
                            "an address is a proxy's or a user's: make the ranges disjoint"));
              }
              if (policy.selfRanges().overlaps(range)) {
                found =
                    found.append(
                        error(
                            "trusted-proxies",
                            range + " overlaps self-ranges",
                            "the gateway is no proxy before itself: make the ranges disjoint"));
              }
              return found;
            });
  }

  /** Large sets come from files, where the providers themselves repeat themselves. */
  private static Seq<Finding> repeated(String key, IpRangeSet set) {
    Seq<IpRange> ranges = set.ranges();
    if (ranges.size() > 200) {
      return Vector.empty();
    }
    return ranges
        .zipWithIndex()
        .flatMap(
            it ->
                ranges
                    .zipWithIndex()
                    .find(
                        other ->
                            !other._2().equals(it._2())
                                && other._1().contains(it._1().network())
                                && other._1().prefix() <= it._1().prefix()
                                && (other._1().prefix() < it._1().prefix() || other._2() < it._2()))
                    .map(
                        other ->
                            warning(
                                key,
                                it._1() + " is contained in " + other._1(),
                                "remove the smaller of the two")));
  }

  private static Seq<Finding> unreachable(ClientAddressPolicy policy) {
    boolean needsPeers =
        !(policy.source() instanceof AddressSource.Peer)
            && !(policy.source() instanceof AddressSource.ProxyProtocol);
    boolean noPeer =
        policy.trustedPeers().getOrElse(policy.trustedProxies()).isEmpty()
            && !policy.unixPeerTrusted()
            && policy.trustedCertificates().isEmpty()
            && policy.directAccess() == ClientAddressPolicy.DirectAccess.REJECT;
    Seq<Finding> found = Vector.empty();
    if (needsPeers && noPeer) {
      found =
          found.append(
              error(
                  "trusted-proxies",
                  "empty while direct-access is reject, so every login would be refused",
                  "list the proxies before the gateway; or, if users connect to it directly, set"
                      + " source: peer"));
    }
    if (policy.proxyProtocol().exists(it -> it.trustedFrom().isEmpty())
        && !policy.unixPeerTrusted()) {
      found =
          found.append(
              error(
                  "proxy-protocol.trusted-from",
                  "empty, so every connection would be closed",
                  "list the balancer's addresses"));
    }
    return found;
  }

  private static Seq<Finding> modes(ClientAddressPolicy policy) {
    Seq<Finding> found = Vector.empty();
    boolean list =
        policy.source() instanceof AddressSource.XForwardedFor
            || policy.source() instanceof AddressSource.Forwarded;
    if (policy.source() instanceof AddressSource.ProxyProtocol
        && policy.directAccess() == ClientAddressPolicy.DirectAccess.ALLOW) {
      found =
          found.append(
              error(
                  "direct-access",
                  "allow, while the address comes from the PROXY header",
                  "remove it: without a PROXY header there is no connection"));
    }
    if (policy.trustedCertificates().nonEmpty()
        && (policy.source() instanceof AddressSource.Peer
            || policy.source() instanceof AddressSource.ProxyProtocol)) {
      found =
          found.append(
              error(
                  CERTIFICATES,
                  "set, while the source is no header, so that no proxy is trusted to write one",
                  "remove it, or set source: xff, forwarded or header"));
    }
    if (policy.trustedHops().isDefined() && !list) {
      found =
          found.append(
              error(
                  "trusted-hops",
                  "set, while the source is no list",
                  "remove it, or set source: xff or forwarded"));
    }
    if (policy.trustedHops().isDefined() && policy.trustedProxies().isEmpty() && list) {
      found =
          found.append(
              warning(
                  "trusted-hops",
                  "counts entries without looking at them",
                  "list trusted-proxies too, so that a chain of another length is noticed"));
    }
    if (policy.privateResult() instanceof ClientAddressPolicy.PrivateResult.Allow) {
      found =
          found.append(
              warning(
                  "private-result",
                  "allow: any private address is treated as an end user's",
                  "name the ranges of your intranet: private-result: {allow: [10.20.0.0/16]}"));
    }
    return found;
  }

  private static Finding error(String key, String problem, String remedy) {
    return new Finding(Severity.ERROR, key, problem, remedy);
  }

  private static Finding warning(String key, String problem, String remedy) {
    return new Finding(Severity.WARNING, key, problem, remedy);
  }
}
