package dev.portcullis.bootstrap.settings.clientip;

import dev.portcullis.bootstrap.settings.document.Accumulator;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.bootstrap.settings.document.ValueType;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;
import java.time.Duration;

/**
 * How old presets may be, and how range files may change.
 *
 * @param maxAge how old a preset's list may be
 * @param onStale what an older one means
 * @param refresh how often files are read again
 * @param maxGrowthPercent how much a file's address space may grow at once
 */
public record PresetRules(
    Duration maxAge, OnStale onStale, Duration refresh, int maxGrowthPercent) {

  /** What a list beyond its age means. */
  public enum OnStale {
    WARN,
    NOT_READY
  }

  static Validation<Seq<SettingsProblem>, PresetRules> read(Section presets) {
    Accumulator all = new Accumulator();
    var maxAge =
        all.add(
            presets.withDefault(
                "max-age",
                ValueType.duration(Duration.ofHours(1), Duration.ofDays(3650)),
                "14d",
                "How old the list of a preset may be."));
    var onStale =
        all.add(
            presets.withDefault(
                "on-stale",
                ValueType.oneOf(OnStale.class, '-'),
                "warn",
                "What happens when a list is older."));
    var refresh =
        all.add(
            presets.withDefault(
                "refresh",
                ValueType.duration(Duration.ofSeconds(1), Duration.ofDays(30)),
                "6h",
                "How often range files are read again."));
    var maxGrowth =
        all.add(
            presets.withDefault(
                "max-growth",
                ValueType.PERCENT,
                "25%",
                "How much the addresses of a file may grow at once; a larger update is refused and"
                    + " the old list kept."));
    return all.build(
        () -> new PresetRules(maxAge.get(), onStale.get(), refresh.get(), maxGrowth.get()));
  }
}
