package dev.portcullis.bootstrap.settings.clientip;

import dev.portcullis.domain.address.IpRange;
import io.vavr.collection.Seq;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.LocalDate;

/**
 * What is known of a provider's proxies, from a data file.
 *
 * @param fetchedAt when the list was taken from its source
 * @param needsProof whether other customers of the provider share its addresses, so that only a
 *     secret tells yours from theirs
 */
public record Preset(
    String name, Seq<IpRange> ranges, LocalDate fetchedAt, boolean needsProof, PresetUse use) {

  /** Whether its list was taken longer ago; a preset without ranges of its own does not age. */
  boolean isOlderThan(Duration age, LocalDate today) {
    return !ranges.isEmpty() && fetchedAt.plusDays(age.toDays()).isBefore(today);
  }

  /**
   * The settings that fit the provider, as words of portcullis.yaml; empty where the preset leaves
   * it open.
   *
   * @param unchangeableIdle how long it keeps an idle connection to the gateway, if that is known
   *     and its customers cannot change it
   */
  public record PresetUse(
      String source, String headerName, String trustedHops, Option<Duration> unchangeableIdle) {}
}
