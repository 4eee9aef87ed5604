package dev.portcullis.bootstrap.settings.clientip;

import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import dev.portcullis.domain.address.ClientAddressPolicy;
import io.vavr.collection.Seq;
import java.nio.file.Path;

/**
 * An address policy, and what its trusted ranges came from.
 *
 * @param presets the presets that the ranges come from
 * @param files the files that the ranges come from, to be read again
 * @param warnings settings that are valid but probably not meant
 */
record ResolvedPolicy(
    ClientAddressPolicy policy,
    Seq<Preset> presets,
    Seq<Path> files,
    Seq<SettingsProblem> warnings) {

  ResolvedPolicy withWarnings(Seq<SettingsProblem> more) {
    return new ResolvedPolicy(policy, presets, files, warnings.appendAll(more));
  }
}
