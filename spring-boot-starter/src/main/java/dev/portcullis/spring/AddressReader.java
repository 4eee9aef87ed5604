package dev.portcullis.spring;

import static dev.portcullis.spring.PropertyReader.given;
import static dev.portcullis.spring.PropertyReader.invalid;
import static dev.portcullis.spring.PropertyReader.problem;

import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.address.CertificateName;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.DirectAccess;
import dev.portcullis.domain.address.ClientAddressPolicy.OriginProof;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpRangeSet;
import dev.portcullis.domain.address.OriginSecret;
import dev.portcullis.domain.address.PolicyLint;
import dev.portcullis.spring.InvalidPropertiesException.Problem;
import dev.portcullis.spring.PortcullisProperties.ClientIp;
import dev.portcullis.spring.PortcullisProperties.Source;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.util.List;

/** Reads the properties below {@code portcullis.client-ip}. */
final class AddressReader {

  private static final String CLIENT_IP = "portcullis.client-ip.";

  private AddressReader() {}

  /** How the users' addresses are established. */
  static Validation<Seq<Problem>, ClientAddressPolicy> read(ClientIp from) {
    return Validation.combine(
            source(from),
            ranges("trusted-proxies", from.trustedProxies()),
            ranges("trusted-peers", from.trustedPeers()),
            certificates(from.trustedCertificates()),
            ranges("private-result.allow", from.privateResult().allow()),
            ranges("self-ranges", from.selfRanges()),
            proof(from.originProof()))
        .ap(
            (source, proxies, peers, certificates, users, self, proof) -> {
              ClientAddressPolicy policy =
                  ClientAddressPolicy.behind(proxies)
                      .withSource(source)
                      .withSelfRanges(self)
                      .withTrustedCertificates(certificates)
                      .withDirectAccess(directAccess(from))
                      .withUnixPeerTrusted(from.unixPeerTrusted())
                      .withConflicts(from.conflicts());
              if (!peers.isEmpty()) {
                policy = policy.withTrustedPeers(peers);
              }
              if (!users.isEmpty()) {
                policy = policy.withPrivateResult(new PrivateResult.AllowOnly(users));
              }
              Integer hops = from.trustedHops();
              if (hops != null) {
                policy = policy.withTrustedHops(hops);
              }
              return proof.isDefined() ? policy.withOriginProof(proof.get()) : policy;
            })
        .mapError(all -> all.flatMap(it -> it))
        .flatMap(AddressReader::linted);
  }

  private static DirectAccess directAccess(ClientIp from) {
    return Option.of(from.directAccess())
        .getOrElse(from.source() == Source.PEER ? DirectAccess.ALLOW : DirectAccess.REJECT);
  }

  private static Validation<Seq<Problem>, AddressSource> source(ClientIp from) {
    Option<String> name = given(from.headerName());
    if (from.source() != Source.HEADER && name.isDefined()) {
      return invalid(
          CLIENT_IP + "header-name",
          "no effect while source is not header",
          "Set portcullis.client-ip.source to header, or remove it");
    }
    return switch (from.source()) {
      case XFF -> Validation.valid(new AddressSource.XForwardedFor());
      case FORWARDED -> Validation.valid(new AddressSource.Forwarded());
      case PEER -> Validation.valid(new AddressSource.Peer());
      case HEADER ->
          name.<Validation<Seq<Problem>, AddressSource>>fold(
              () ->
                  invalid(
                      CLIENT_IP + "header-name",
                      "not set while source is header",
                      "Name the header that your proxy sets itself, such as X-Real-IP"),
              it -> Validation.valid(new AddressSource.SingleHeader(it, from.headerFormat())));
    };
  }

  private static Validation<Seq<Problem>, HashSet<CertificateName>> certificates(
      List<String> names) {
    return Validation.sequence(
            Vector.ofAll(names)
                .map(
                    text ->
                        CertificateName.parse(text)
                            .mapError(
                                expected ->
                                    Vector.of(
                                        problem(
                                            CLIENT_IP + "trusted-certificates",
                                            "not a name",
                                            "Use " + expected)))))
        .map(HashSet::ofAll)
        .mapError(all -> all);
  }

  private static Validation<Seq<Problem>, Option<OriginProof>> proof(
      PortcullisProperties.OriginProof from) {
    Option<String> header = given(from.header());
    if (header.isDefined() == from.values().isEmpty()) {
      return invalid(
          CLIENT_IP + "origin-proof." + (header.isEmpty() ? "header" : "values"),
          "missing while the other of the two is set",
          "Set both, or neither");
    }
    try {
      Vector<OriginSecret> secrets = Vector.ofAll(from.values()).map(OriginSecret::new);
      return Validation.valid(header.map(name -> new OriginProof(name, secrets)));
    } catch (IllegalArgumentException e) {
      return invalid(
          CLIENT_IP + "origin-proof.values",
          "shorter than 16 characters",
          "Generate one, such as with: openssl rand -base64 32");
    }
  }

  private static Validation<Seq<Problem>, ClientAddressPolicy> linted(ClientAddressPolicy policy) {
    Seq<Problem> problems =
        PolicyLint.of(policy, HashSet.empty())
            .filter(it -> it.severity() == PolicyLint.Severity.ERROR)
            .map(
                it ->
                    new Problem(
                        CLIENT_IP + it.key(),
                        it.problem(),
                        CLIENT_IP + it.key() + ": " + it.remedy()));
    if (policy.trustedHops().exists(hops -> hops < 1)) {
      problems =
          problems.append(
              problem(
                  CLIENT_IP + "trusted-hops", "less than 1", "Count the proxies before this one"));
    }
    return problems.isEmpty() ? Validation.valid(policy) : Validation.invalid(problems);
  }

  private static Validation<Seq<Problem>, IpRangeSet> ranges(String key, List<String> texts) {
    try {
      return Validation.valid(IpRangeSet.parse(texts.toArray(String[]::new)));
    } catch (IllegalArgumentException e) {
      return invalid(
          CLIENT_IP + key,
          String.valueOf(e.getMessage()),
          "Write addresses or ranges, such as 10.0.3.0/24");
    }
  }
}
