package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.intake.AddressSettings.TraceMode;
import dev.portcullis.domain.address.ClientAddressPolicy;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;

/**
 * The {@code client-ip} settings of one listener.
 *
 * @param policy with every range resolved
 * @param candidate what shadow mode compares the policy with
 * @param presets the presets that the ranges come from
 * @param files the files that the ranges come from, to be read again
 * @param warnings what the settings say that is worth a second look
 */
public record ClientIp(
    ClientAddressPolicy policy,
    TraceMode trace,
    Option<ClientAddressPolicy> candidate,
    PresetRules presetRules,
    Seq<Preset> presets,
    Seq<Path> files,
    Seq<SettingsProblem> warnings) {

  /** What the HTTP adapter is told; the version is the same for the same policy. */
  AddressSettings addressSettings() {
    return new AddressSettings(policy, version(), trace, candidate);
  }

  /** Whether the list of a preset is older than it may be, and that means not ready. */
  public boolean isUnreadyOn(LocalDate today) {
    return presetRules.onStale() == PresetRules.OnStale.NOT_READY
        && presets.exists(preset -> preset.isOlderThan(presetRules.maxAge(), today));
  }

  /** Tells policies apart in traces: 8 hexadecimal digits. */
  public String version() {
    return String.format("%08x", policy.toString().hashCode());
  }

  /**
   * How presets and range files age and change.
   *
   * @param maxAge how old a preset's list may be
   * @param onStale what an older one means
   * @param refresh how often files are read again
   * @param maxGrowthPercent by how much a file's address space may grow at once
   */
  public record PresetRules(
      Duration maxAge, OnStale onStale, Duration refresh, int maxGrowthPercent) {

    /** What a list beyond its age means. */
    public enum OnStale {
      WARN,
      NOT_READY
    }
  }
}
