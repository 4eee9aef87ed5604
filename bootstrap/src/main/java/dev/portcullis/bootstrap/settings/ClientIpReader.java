package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.auth0.Auth0Client;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.bootstrap.settings.ClientIp.PresetRules;
import dev.portcullis.bootstrap.settings.RangeCatalog.Ranges;
import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.Conflicts;
import dev.portcullis.domain.address.ClientAddressPolicy.DirectAccess;
import dev.portcullis.domain.address.ClientAddressPolicy.Limits;
import dev.portcullis.domain.address.ClientAddressPolicy.OriginProof;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.ClientAddressPolicy.ProxyProtocolPolicy;
import dev.portcullis.domain.address.OriginSecret;
import dev.portcullis.domain.address.PolicyLint;
import dev.portcullis.domain.address.PolicyLint.Severity;
import dev.portcullis.domain.address.ProxyProtocol;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * Reads one {@code client-ip} section; what it names is what trusted-ip settings everywhere name.
 */
final class ClientIpReader {

  private final Section section;
  private final Validation<Seq<SettingsProblem>, Option<String>> presetDirectory;
  private final RangeCatalog catalog;

  ClientIpReader(Section section) {
    this.section = section;
    this.presetDirectory =
        section
            .section("presets")
            .optional(
                "directory",
                ValueType.TEXT,
                "Where you keep newer preset files, NAME.yaml, that take the place of those that"
                    + " ship.");
    this.catalog =
        new RangeCatalog(
            section.directory(),
            presetDirectory.getOrElse(Option.none()).map(section.directory()::resolve),
            section.fileName());
  }

  /** Reads it and holds it against the lint: a finding that is an error is a problem. */
  Validation<Seq<SettingsProblem>, ClientIp> readAndLint() {
    var risk =
        section.withDefault(
            "i-accept-shared-tenant-risk",
            ValueType.BOOLEAN,
            "false",
            "Lets a preset whose addresses the provider's other customers share go without"
                + " origin-proof.");
    return SettingsReader.flat(Validation.combine(read(), risk).ap(Linted::new))
        .flatMap(
            it -> {
              Seq<SettingsProblem> errors =
                  findings(it.clientIp(), Severity.ERROR)
                      .appendAll(presetFindings(it.clientIp(), it.riskAccepted()));
              return errors.isEmpty()
                  ? Validation.valid(withWarnings(it.clientIp(), age(it.clientIp())))
                  : Validation.invalid(errors);
            });
  }

  private Seq<SettingsProblem> presetFindings(ClientIp clientIp, boolean riskAccepted) {
    return clientIp
        .presets()
        .filter(preset -> preset.needsProof() && !riskAccepted)
        .filter(preset -> clientIp.policy().originProof().isEmpty())
        .map(
            preset ->
                section.problem(
                    "trusted-proxies",
                    "preset:"
                        + preset.name()
                        + " without origin-proof: other customers of the"
                        + " provider connect from the same addresses",
                    "set origin-proof; or, knowing the risk, i-accept-shared-tenant-risk: true"))
        .appendAll(clientIp.presets().flatMap(preset -> misuse(clientIp.policy(), preset)));
  }

  private Seq<SettingsProblem> misuse(ClientAddressPolicy policy, Preset preset) {
    String source =
        switch (policy.source()) {
          case AddressSource.XForwardedFor() -> "xff";
          case AddressSource.Forwarded() -> "forwarded";
          case AddressSource.SingleHeader(var name, var format) -> "header";
          case AddressSource.ProxyProtocol() -> "proxy-protocol";
          case AddressSource.Peer() -> "peer";
        };
    Seq<SettingsProblem> found = Vector.empty();
    String hops = policy.trustedHops().map(String::valueOf).getOrElse("");
    String fits = preset.use().trustedHops();
    if (source.equals("xff") && !hops.isEmpty() && !fits.isEmpty() && !hops.equals(fits)) {
      found =
          found.append(
              section.problem(
                  "trusted-hops",
                  hops + ", while preset:" + preset.name() + " adds its own to make it " + fits,
                  "set trusted-hops: " + fits + ", or leave it out"));
    }
    return found;
  }

  private Seq<SettingsProblem> age(ClientIp clientIp) {
    Duration most = clientIp.presetRules().maxAge();
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    return clientIp
        .presets()
        .filter(preset -> preset.isOlderThan(most, today))
        .map(
            preset ->
                section.problem(
                    "presets.max-age",
                    "the list of preset:" + preset.name() + " is of " + preset.fetchedAt(),
                    "put a newer file into presets.directory"));
  }

  /** Reads it, refusing only what cannot be read or contradicts itself. */
  Validation<Seq<SettingsProblem>, ClientIp> read() {
    var policy = policy(section);
    var trace =
        section.withDefault(
            "trace",
            ValueType.oneOf(TraceMode.class, '-'),
            "rejected",
            "Which decisions are logged step by step; sampled is one in a hundred.");
    var candidate = candidate();
    return SettingsReader.flat(
        Validation.combine(
                policy, trace, candidate, presetRules(section.section("presets")), presetDirectory)
            .ap(
                (main, mode, other, rules, directory) ->
                    new ClientIp(
                        main.policy(),
                        mode,
                        other.map(Assembled::policy),
                        rules,
                        main.presets(),
                        main.files(),
                        main.warnings())));
  }

  /** A section with a source of its own under {@code shadow} is a candidate. */
  private Validation<Seq<SettingsProblem>, Option<Assembled>> candidate() {
    Section shadow = section.section("shadow");
    boolean written = shadow.isWritten();
    Validation<Seq<SettingsProblem>, Assembled> read = policy(shadow.undocumented());
    return written ? read.map(Option::of) : Validation.valid(Option.none());
  }

  private Seq<SettingsProblem> findings(ClientIp clientIp, Severity severity) {
    return PolicyLint.of(clientIp.policy(), Auth0Client.OWN_HEADERS)
        .filter(finding -> finding.severity() == severity)
        .map(finding -> section.problem(finding.key(), finding.problem(), finding.remedy()));
  }

  private record Linted(ClientIp clientIp, boolean riskAccepted) {}

  private ClientIp withWarnings(ClientIp clientIp, Seq<SettingsProblem> further) {
    return new ClientIp(
        clientIp.policy(),
        clientIp.trace(),
        clientIp.candidate(),
        clientIp.presetRules(),
        clientIp.presets(),
        clientIp.files(),
        clientIp.warnings().appendAll(findings(clientIp, Severity.WARNING)).appendAll(further));
  }

  private record Assembled(
      ClientAddressPolicy policy,
      Seq<Preset> presets,
      Seq<java.nio.file.Path> files,
      Seq<SettingsProblem> warnings) {}

  private record Peers(
      Ranges proxies,
      Option<Ranges> peers,
      Option<Integer> hops,
      DirectAccess direct,
      boolean unix) {}

  private record Results(PrivateResult privates, Ranges self, Conflicts conflicts, Limits limits) {}

  private Validation<Seq<SettingsProblem>, Assembled> policy(Section from) {
    return SettingsReader.flat(
            Validation.combine(
                    source(from),
                    peers(from),
                    results(from),
                    originProof(from.section("origin-proof")),
                    proxyProtocol(from.section("proxy-protocol")))
                .ap(
                    (source, peers, results, proof, proxy) ->
                        new Assembled(
                            new ClientAddressPolicy(
                                source,
                                peers.proxies().set(),
                                peers.peers().map(Ranges::set),
                                peers.hops(),
                                peers.direct(),
                                peers.unix(),
                                results.privates(),
                                results.self().set(),
                                results.conflicts(),
                                results.limits(),
                                proof,
                                proxy),
                            peers.proxies().presets(),
                            peers.proxies().files(),
                            peers
                                .proxies()
                                .warnings()
                                .appendAll(
                                    peers
                                        .peers()
                                        .map(Ranges::warnings)
                                        .getOrElse(Vector.empty())))))
        .flatMap(assembled -> consistent(from, assembled));
  }

  private static Validation<Seq<SettingsProblem>, Assembled> consistent(
      Section from, Assembled assembled) {
    ClientAddressPolicy policy = assembled.policy();
    if (policy.source() instanceof AddressSource.ProxyProtocol
        && policy.proxyProtocol().isEmpty()) {
      return from.invalid(
          "proxy-protocol.mode",
          "off while source is proxy-protocol",
          "set proxy-protocol: {mode: required, trusted-from: [the balancer's addresses]}");
    }
    return Validation.valid(assembled);
  }

  private Validation<Seq<SettingsProblem>, AddressSource> source(Section from) {
    var kind =
        from.withDefault(
            "source",
            ValueType.oneOf(Source.class, '-'),
            "xff",
            "The one thing that says where a request comes from: X-Forwarded-For, Forwarded, one"
                + " header, the PROXY protocol or the peer itself.");
    var name =
        from.optional(
            "header-name",
            ValueType.HEADER_NAME,
            "With header: the header that the proxy overwrites.");
    var format =
        from.withDefault(
            "header-format",
            ValueType.oneOf(AddressSource.Format.class, '-'),
            "ip",
            "With header: how it writes the address.");
    return SettingsReader.flat(Validation.combine(kind, name, format).ap(Declared::new))
        .flatMap(
            declared ->
                switch (declared.kind()) {
                  case XFF -> Validation.valid(new AddressSource.XForwardedFor());
                  case FORWARDED -> Validation.valid(new AddressSource.Forwarded());
                  case PROXY_PROTOCOL -> Validation.valid(new AddressSource.ProxyProtocol());
                  case PEER -> Validation.valid(new AddressSource.Peer());
                  case HEADER -> singleHeader(from, declared);
                });
  }

  private record Declared(Source kind, Option<String> name, AddressSource.Format format) {}

  private enum Source {
    XFF,
    FORWARDED,
    HEADER,
    PROXY_PROTOCOL,
    PEER
  }

  private static Validation<Seq<SettingsProblem>, AddressSource> singleHeader(
      Section from, Declared declared) {
    if (declared.name().isEmpty()) {
      return from.invalid(
          "header-name", "missing while source is header", "name the header, such as X-Real-IP");
    }
    String name = declared.name().get();
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "x-forwarded-for" ->
          from.invalid(
              "header-name", "a list, not one address: " + name, "set source: xff instead");
      case "forwarded" ->
          from.invalid(
              "header-name", "a list, not one address: " + name, "set source: forwarded instead");
      default -> Validation.valid(new AddressSource.SingleHeader(name, declared.format()));
    };
  }

  private Validation<Seq<SettingsProblem>, Peers> peers(Section from) {
    return SettingsReader.flat(
        Validation.combine(
                ranges(
                    from,
                    "trusted-proxies",
                    "The proxies whose entries are believed: ranges, preset:NAME or file:PATH. The"
                        + " rightmost entry that is none of them is the end user."),
                optionalRanges(
                    from,
                    "trusted-peers",
                    "Who may connect to this listener, if other than the trusted proxies."),
                from.optional(
                    "trusted-hops",
                    ValueType.number(1, 100),
                    "The end user's is this entry, counted from the right; with trusted-proxies"
                        + " both must hold."),
                from.withDefault(
                    "direct-access",
                    ValueType.oneOf(DirectAccess.class, '-'),
                    "reject",
                    "What a connection from anywhere else means: refuse it, or take its peer for"
                        + " the end user without reading any header."),
                from.withDefault(
                    "unix-peer-trusted",
                    ValueType.BOOLEAN,
                    "false",
                    "Whether a Unix socket is a trusted peer."))
            .ap(Peers::new));
  }

  private Validation<Seq<SettingsProblem>, Results> results(Section from) {
    return SettingsReader.flat(
        Validation.combine(
                privateResult(from),
                ranges(
                    from, "self-ranges", "The gateway's own addresses, which are never a user's."),
                from.withDefault(
                    "conflicts",
                    ValueType.oneOf(Conflicts.class, '-'),
                    "note",
                    "What it means when another forwarding header names another address."),
                SettingsReader.flat(
                    Validation.combine(
                            from.withDefault(
                                "max-entries",
                                ValueType.number(1, 100),
                                "20",
                                "The most entries of a list that are read."),
                            from.withDefault(
                                "max-header-bytes",
                                ValueType.number(64, 65_536),
                                "4096",
                                "The longest header that is read, over all its lines."),
                            from.withDefault(
                                "max-header-lines",
                                ValueType.number(1, 100),
                                "8",
                                "The most lines of a header that are read."))
                        .ap(Limits::new)))
            .ap(Results::new));
  }

  private Validation<Seq<SettingsProblem>, PrivateResult> privateResult(Section from) {
    var word =
        from.withDefault(
            "private-result",
            ValueType.oneOf(PrivateWord.class, '-'),
            "reject",
            "Whether a private or otherwise reserved address can be an end user's.");
    var allowed =
        optionalRanges(
            from.section("private-result"),
            "allow",
            "Instead of a word: the reserved ranges that are end users here, as on an intranet.");
    return SettingsReader.flat(
        Validation.combine(word, allowed)
            .ap(
                (all, some) ->
                    some.<PrivateResult>map(ranges -> new PrivateResult.AllowOnly(ranges.set()))
                        .getOrElse(
                            () ->
                                switch (all) {
                                  case REJECT -> new PrivateResult.Reject();
                                  case ALLOW -> new PrivateResult.Allow();
                                })));
  }

  private enum PrivateWord {
    REJECT,
    ALLOW
  }

  private Validation<Seq<SettingsProblem>, Option<OriginProof>> originProof(Section from) {
    var header =
        from.optional(
            "header", ValueType.HEADER_NAME, "A secret header that only your own proxy adds.");
    var secrets =
        from.list(
            "values-from",
            ValueType.secret(OriginSecret::new),
            "Its values: ${NAME} or file:PATH, any of which will do, so that they can be rotated.");
    return SettingsReader.flat(Validation.combine(header, secrets).ap(Proof::new))
        .flatMap(
            proof -> {
              if (proof.header().isDefined() == proof.secrets().isEmpty()) {
                return from.invalid(
                    proof.header().isEmpty() ? "header" : "values-from",
                    "missing while the other of the two is set",
                    "set both, or neither");
              }
              return Validation.valid(
                  proof.header().map(name -> new OriginProof(name, proof.secrets())));
            });
  }

  private record Proof(Option<String> header, Seq<OriginSecret> secrets) {}

  private Validation<Seq<SettingsProblem>, Option<ProxyProtocolPolicy>> proxyProtocol(
      Section from) {
    var mode =
        from.withDefault(
            "mode",
            ValueType.oneOf(ProxyMode.class, '-'),
            "off",
            "Whether every connection has to start with a PROXY header.");
    var versions =
        from.list("versions", ValueType.oneOf(ProxyProtocol.Version.class, '-'), "Default: both.");
    var trusted = ranges(from, "trusted-from", "The balancers that may send a PROXY header.");
    var timeout =
        from.withDefault(
            "timeout",
            ValueType.duration(Duration.ofMillis(10), Duration.ofSeconds(60)),
            "3s",
            "How long the whole PROXY header may take.");
    var bytes =
        from.withDefault(
            "max-bytes", ValueType.number(16, 65_551), "4096", "The longest PROXY header taken.");
    return SettingsReader.flat(
        Validation.combine(mode, versions, trusted, timeout, bytes)
            .ap(
                (required, some, from2, time, most) ->
                    required == ProxyMode.OFF
                        ? Option.none()
                        : Option.of(
                            new ProxyProtocolPolicy(
                                some.isEmpty()
                                    ? HashSet.of(ProxyProtocol.Version.values())
                                    : HashSet.ofAll(some),
                                from2.set(),
                                time,
                                most))));
  }

  private enum ProxyMode {
    OFF,
    REQUIRED
  }

  private Validation<Seq<SettingsProblem>, PresetRules> presetRules(Section from) {
    return SettingsReader.flat(
        Validation.combine(
                from.withDefault(
                    "max-age",
                    ValueType.duration(Duration.ofHours(1), Duration.ofDays(3650)),
                    "14d",
                    "How old the list of a preset may be."),
                from.withDefault(
                    "on-stale",
                    ValueType.oneOf(PresetRules.OnStale.class, '-'),
                    "warn",
                    "What an older list means."),
                from.withDefault(
                    "refresh",
                    ValueType.duration(Duration.ofSeconds(1), Duration.ofDays(30)),
                    "6h",
                    "How often range files are read again."),
                from.withDefault(
                    "max-growth",
                    ValueType.PERCENT,
                    "25%",
                    "By how much the addresses of a file may grow at once; a larger update is"
                        + " refused and the old list kept."))
            .ap(PresetRules::new));
  }

  private Validation<Seq<SettingsProblem>, Ranges> ranges(
      Section from, String key, String meaning) {
    return from.list(key, ValueType.RANGE_ENTRY, meaning)
        .flatMap(entries -> catalog.resolve(from.path(key), entries));
  }

  private Validation<Seq<SettingsProblem>, Option<Ranges>> optionalRanges(
      Section from, String key, String meaning) {
    return ranges(from, key, meaning)
        .map(ranges -> from.has(key) ? Option.of(ranges) : Option.none());
  }
}
