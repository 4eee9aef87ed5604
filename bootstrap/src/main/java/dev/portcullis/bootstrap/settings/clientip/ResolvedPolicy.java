package dev.portcullis.bootstrap.settings.clientip;

import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.domain.address.ClientAddressPolicy;
import io.vavr.collection.Seq;

/**
 * An address policy, and what its ranges came from.
 *
 * @param presets the presets that the trusted ranges come from
 * @param refreshed whether any ranges come from presets or files, which are read again
 * @param warnings settings that are valid but probably not meant
 */
record ResolvedPolicy(
    ClientAddressPolicy policy,
    Seq<Preset> presets,
    boolean refreshed,
    Seq<SettingsProblem> warnings) {

  ResolvedPolicy withWarnings(Seq<SettingsProblem> more) {
    return new ResolvedPolicy(policy, presets, refreshed, warnings.appendAll(more));
  }
}
