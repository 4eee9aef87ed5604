package dev.portcullis.bootstrap.settings.clientip;

import dev.portcullis.bootstrap.settings.clientip.RangeCatalog.Ranges;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.address.CertificateName;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.Conflicts;
import dev.portcullis.domain.address.ClientAddressPolicy.DirectAccess;
import dev.portcullis.domain.address.ClientAddressPolicy.Limits;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;

/** Reads an address policy, from {@code client-ip} itself or from its {@code shadow}. */
final class PolicyReader {

  private final RangeCatalog catalog;

  PolicyReader(RangeCatalog catalog) {
    this.catalog = catalog;
  }

  Validation<Seq<SettingsProblem>, ResolvedPolicy> read(Section from) {
    Accumulator all = new Accumulator();
    var source = all.add(SourceReader.read(from));
    var proxies =
        all.add(
            catalog.read(
                from,
                "trusted-proxies",
                "The proxies whose entries are trusted: ranges, preset:NAME or file:PATH. The"
                    + " rightmost entry that is none of them is the end user."));
    var peers =
        all.add(
            catalog.readOptional(
                from,
                "trusted-peers",
                "Which addresses may connect to this listener, if not only the trusted proxies."));
    var hops =
        all.add(
            from.optional(
                "trusted-hops",
                ValueType.number(1, 100),
                "Which entry is the end user's, counted from the right; with trusted-proxies both"
                    + " must hold."));
    var direct =
        all.add(
            from.withDefault(
                "direct-access",
                ValueType.oneOf(DirectAccess.class, '-'),
                "reject",
                "How a connection from any other address is treated: refused, or its peer is the"
                    + " end user and no header is read."));
    var unix =
        all.add(
            from.withDefault(
                "unix-peer-trusted",
                ValueType.BOOLEAN,
                "false",
                "Whether a Unix socket is a trusted peer."));
    var certificates =
        all.add(
            from.list(
                "trusted-certificates",
                new ValueType<>("name", false, CertificateName::parse),
                "The client certificates of your proxies, by DNS name, URI or, without these,"
                    + " common name: a connection with one is a trusted proxy's whatever its"
                    + " address is. Needs client-certificates of the listener's TLS."));
    var privates = all.add(privateResult(from));
    var self =
        all.add(
            catalog.read(
                from,
                "self-ranges",
                "The gateway's own addresses, which are never an end user's."));
    var conflicts =
        all.add(
            from.withDefault(
                "conflicts",
                ValueType.oneOf(Conflicts.class, '-'),
                "note",
                "How another forwarding header that names another address is treated."));
    var limits = all.add(limits(from));
    var proof = all.add(OriginProofReader.read(from.section("origin-proof")));
    var proxyProtocol = all.add(ProxyProtocolReader.read(from.section("proxy-protocol"), catalog));
    return all.check(
        () -> {
          if (source.get() instanceof AddressSource.ProxyProtocol
              && proxyProtocol.get().policy().isEmpty()) {
            return from.invalid(
                "proxy-protocol.mode",
                "off while source is proxy-protocol",
                "set proxy-protocol: {mode: required, trusted-from: [the balancer's addresses]}");
          }
          ClientAddressPolicy policy =
              ClientAddressPolicy.direct()
                  .withSource(source.get())
                  .withTrustedProxies(proxies.get().set())
                  .withDirectAccess(direct.get())
                  .withUnixPeerTrusted(unix.get())
                  .withTrustedCertificates(certificates.get().toSet())
                  .withPrivateResult(privates.get().result())
                  .withSelfRanges(self.get().set())
                  .withConflicts(conflicts.get())
                  .withLimits(limits.get());
          policy =
              Accumulator.with(
                  policy, peers.get().map(Ranges::set), ClientAddressPolicy::withTrustedPeers);
          policy = Accumulator.with(policy, hops.get(), ClientAddressPolicy::withTrustedHops);
          policy = Accumulator.with(policy, proof.get(), ClientAddressPolicy::withOriginProof);
          policy =
              Accumulator.with(
                  policy, proxyProtocol.get().policy(), ClientAddressPolicy::withProxyProtocol);
          Seq<Ranges> trusted = Vector.of(proxies.get()).appendAll(peers.get());
          Seq<Ranges> every =
              trusted
                  .append(self.get())
                  .append(proxyProtocol.get().trustedFrom())
                  .appendAll(privates.get().allowed());
          return Validation.valid(
              new ResolvedPolicy(
                  policy,
                  trusted.flatMap(Ranges::presets),
                  every.exists(Ranges::mayChange),
                  every.flatMap(Ranges::warnings)));
        });
  }

  private static Validation<Seq<SettingsProblem>, Limits> limits(Section from) {
    Accumulator all = new Accumulator();
    var entries =
        all.add(
            from.withDefault(
                "max-entries",
                ValueType.number(1, 100),
                "20",
                "The most entries of a list that are read."));
    var bytes =
        all.add(
            from.withDefault(
                "max-header-bytes",
                ValueType.number(64, 65_536),
                "4096",
                "The longest header that is read, over all its lines."));
    var lines =
        all.add(
            from.withDefault(
                "max-header-lines",
                ValueType.number(1, 100),
                "8",
                "The most lines of a header that are read."));
    return all.build(() -> new Limits(entries.get(), bytes.get(), lines.get()));
  }

  private record Privates(PrivateResult result, Option<Ranges> allowed) {}

  private Validation<Seq<SettingsProblem>, Privates> privateResult(Section from) {
    Accumulator all = new Accumulator();
    var word =
        all.add(
            from.withDefault(
                "private-result",
                ValueType.oneOf(PrivateWord.class, '-'),
                "reject",
                "Whether a private or otherwise reserved address can be an end user's."));
    var allowed =
        all.add(
            catalog.readOptional(
                from.section("private-result"),
                "allow",
                "Instead of a word: the reserved ranges that are end users, as on an intranet."));
    return all.build(() -> new Privates(result(word.get(), allowed.get()), allowed.get()));
  }

  private static PrivateResult result(PrivateWord word, Option<Ranges> allowed) {
    return allowed
        .<PrivateResult>map(ranges -> new PrivateResult.AllowOnly(ranges.set()))
        .getOrElse(
            () ->
                switch (word) {
                  case REJECT -> new PrivateResult.Reject();
                  case ALLOW -> new PrivateResult.Allow();
                });
  }

  private enum PrivateWord {
    REJECT,
    ALLOW
  }
}
