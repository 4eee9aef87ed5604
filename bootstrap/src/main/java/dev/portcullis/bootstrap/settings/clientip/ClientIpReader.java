package dev.portcullis.bootstrap.settings.clientip;

import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.PolicyLint.Severity;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import io.vavr.control.Validation;

/** Reads one {@code client-ip} section. */
public final class ClientIpReader {

  private final Section section;
  private final Set<String> reservedHeaders;
  private final Validation<Seq<SettingsProblem>, Option<String>> presetDirectory;
  private final PolicyReader policies;

  /**
   * A reader of this section.
   *
   * @param reservedHeaders headers, in lower case, that carry the address to the provider, so that
   *     no client may name one
   */
  public ClientIpReader(Section section, Set<String> reservedHeaders) {
    this.section = section;
    this.reservedHeaders = reservedHeaders;
    this.presetDirectory =
        section
            .section("presets")
            .optional(
                "directory",
                ValueType.TEXT,
                "A folder with newer preset files, NAME.yaml, which replace the shipped ones.");
    this.policies =
        new PolicyReader(
            new RangeCatalog(
                section.directory(),
                presetDirectory.getOrElse(Option.none()).map(section.directory()::resolve),
                section.fileName()));
  }

  /** Reads the section; refuses only what cannot be read or contradicts itself. */
  public Validation<Seq<SettingsProblem>, ClientIp> read() {
    Accumulator all = new Accumulator();
    var resolved = all.add(policies.read(section));
    var trace =
        all.add(
            section.withDefault(
                "trace",
                ValueType.oneOf(TraceMode.class, '-'),
                "rejected",
                "Which decisions are logged step by step; sampled is one in a hundred."));
    var candidate = all.add(candidate());
    var rules = all.add(PresetRules.read(section.section("presets")));
    all.add(presetDirectory);
    return all.build(
        () ->
            new ClientIp(
                section,
                resolved.get(),
                trace.get(),
                candidate.get(),
                rules.get(),
                reservedHeaders));
  }

  /** A policy under {@code shadow} is a candidate. */
  private Validation<Seq<SettingsProblem>, Option<ClientAddressPolicy>> candidate() {
    Section shadow = section.section("shadow");
    boolean written = shadow.isWritten();
    var read = policies.read(shadow.undocumented()).map(ResolvedPolicy::policy);
    return written ? read.map(Option::of) : Validation.valid(Option.none());
  }

  /** Reads the section and applies the lint: an error of the lint is a problem. */
  public Validation<Seq<SettingsProblem>, ClientIp> readAndLint() {
    Accumulator all = new Accumulator();
    var clientIp = all.add(read());
    var riskAccepted =
        all.add(
            section.withDefault(
                "i-accept-shared-tenant-risk",
                ValueType.BOOLEAN,
                "false",
                "Allows a preset whose addresses are shared with the provider's other customers"
                    + " without origin-proof."));
    return all.check(() -> linted(clientIp.get(), riskAccepted.get()));
  }

  private Validation<Seq<SettingsProblem>, ClientIp> linted(
      ClientIp clientIp, boolean riskAccepted) {
    Seq<SettingsProblem> errors =
        findings(clientIp, Severity.ERROR)
            .appendAll(riskAccepted ? Vector.empty() : unproven(clientIp))
            .appendAll(clientIp.presets().flatMap(preset -> misuse(clientIp.policy(), preset)));
    return errors.isEmpty()
        ? Validation.valid(clientIp.withWarnings(findings(clientIp, Severity.WARNING)))
        : Validation.invalid(errors);
  }

  private Seq<SettingsProblem> findings(ClientIp clientIp, Severity severity) {
    return clientIp
        .lint()
        .filter(finding -> finding.severity() == severity)
        .map(finding -> section.problem(finding.key(), finding.problem(), finding.remedy()));
  }

  private Seq<SettingsProblem> unproven(ClientIp clientIp) {
    return clientIp
        .presets()
        .filter(Preset::needsProof)
        .filter(preset -> clientIp.policy().originProof().isEmpty())
        .map(
            preset ->
                section.problem(
                    "trusted-proxies",
                    "preset:"
                        + preset.name()
                        + " without origin-proof: other customers of the"
                        + " provider connect from the same addresses",
                    "set origin-proof; or, knowing the risk, i-accept-shared-tenant-risk: true"));
  }

  private Option<SettingsProblem> misuse(ClientAddressPolicy policy, Preset preset) {
    String fits = preset.use().trustedHops();
    return policy
        .trustedHops()
        .map(String::valueOf)
        .filter(hops -> policy.source() instanceof AddressSource.XForwardedFor)
        .filter(hops -> !fits.isEmpty() && !hops.equals(fits))
        .map(
            hops ->
                section.problem(
                    "trusted-hops",
                    hops + ", while preset:" + preset.name() + " adds its own to make it " + fits,
                    "set trusted-hops: " + fits + ", or leave it out"));
  }
}
