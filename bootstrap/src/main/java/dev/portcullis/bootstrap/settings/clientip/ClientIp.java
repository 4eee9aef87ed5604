package dev.portcullis.bootstrap.settings.clientip;

import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.PolicyLint;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;

/** The {@code client-ip} settings of one listener. */
public final class ClientIp {

  private final Section section;
  private final ResolvedPolicy resolved;
  private final TraceMode trace;
  private final Option<ClientAddressPolicy> candidate;
  private final PresetRules presetRules;
  private final Set<String> reservedHeaders;

  /**
   * The settings of one listener.
   *
   * @param section where they are written, for messages
   * @param candidate the policy that shadow mode compares with
   * @param reservedHeaders those that carry the address to the provider, in lower case
   */
  ClientIp(
      Section section,
      ResolvedPolicy resolved,
      TraceMode trace,
      Option<ClientAddressPolicy> candidate,
      PresetRules presetRules,
      Set<String> reservedHeaders) {
    this.section = section;
    this.resolved = resolved;
    this.trace = trace;
    this.candidate = candidate;
    this.presetRules = presetRules;
    this.reservedHeaders = reservedHeaders;
  }

  /**
   * These settings, with a warning for each preset whose proxies keep idle connections longer than
   * the gateway does.
   *
   * @param listen where {@code idle} is set
   */
  public ClientIp withIdle(Duration idle, Section listen) {
    return withWarnings(
        presets()
            .distinct()
            .flatMap(
                preset ->
                    preset
                        .use()
                        .unchangeableIdle()
                        .filter(kept -> kept.compareTo(idle) >= 0)
                        .map(kept -> tooShort(preset, kept, idle, listen))));
  }

  private static SettingsProblem tooShort(
      Preset preset, Duration kept, Duration idle, Section listen) {
    return listen.problem(
        "idle",
        idle.toSeconds()
            + "s, while preset:"
            + preset.name()
            + " keeps idle connections for "
            + kept.toSeconds()
            + "s: a request on a connection that the gateway is closing fails with 502",
        "set listen.idle to more than "
            + kept.toSeconds()
            + "s, such as "
            + kept.plusSeconds(20).toSeconds()
            + "s");
  }

  ClientIp withWarnings(Seq<SettingsProblem> more) {
    return new ClientIp(
        section, resolved.withWarnings(more), trace, candidate, presetRules, reservedHeaders);
  }

  /** The policy, with every range resolved. */
  public ClientAddressPolicy policy() {
    return resolved.policy();
  }

  /** The presets that the ranges come from. */
  Seq<Preset> presets() {
    return resolved.presets();
  }

  /** The rules for presets and range files. */
  public PresetRules presetRules() {
    return presetRules;
  }

  /** Whether the ranges come from presets or files, and so may change. */
  public boolean isRefreshed() {
    return resolved.refreshed();
  }

  /** The settings of the HTTP adapter; equal policies have equal versions. */
  public AddressSettings addressSettings() {
    return new AddressSettings(policy(), version(), trace, candidate);
  }

  /** Identifies the policy in traces: 8 hexadecimal digits. */
  public String version() {
    return String.format("%08x", policy().toString().hashCode());
  }

  /** Settings that are valid but probably not meant, on this day. */
  public Seq<SettingsProblem> warnings(LocalDate today) {
    return resolved.warnings().appendAll(stale(today).map(this::tooOld));
  }

  private SettingsProblem tooOld(Preset preset) {
    return section.problem(
        "presets.max-age",
        "the list of preset:" + preset.name() + " is from " + preset.fetchedAt(),
        "put a newer file into presets.directory");
  }

  /** Whether a preset's list is too old on this day, and the settings make that unready. */
  public boolean isUnready(LocalDate today) {
    return presetRules.onStale() == PresetRules.OnStale.NOT_READY && !stale(today).isEmpty();
  }

  private Seq<Preset> stale(LocalDate today) {
    return presets().filter(preset -> preset.isOlderThan(presetRules.maxAge(), today));
  }

  Seq<PolicyLint.Finding> lint() {
    return PolicyLint.of(policy(), reservedHeaders);
  }

  /** Every finding of the lint, errors first, and the warnings about the ranges. */
  public Seq<SettingsProblem> findings() {
    return lint()
        .sortBy(PolicyLint.Finding::severity)
        .map(
            finding ->
                new SettingsProblem(
                    section.path(finding.key()),
                    finding.severity().name().toLowerCase(Locale.ROOT),
                    finding.problem(),
                    finding.remedy()))
        .appendAll(resolved.warnings());
  }
}
