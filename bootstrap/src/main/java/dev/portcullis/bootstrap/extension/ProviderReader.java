package dev.portcullis.bootstrap.extension;

import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import io.vavr.collection.Seq;
import io.vavr.control.Validation;

/**
 * Reads the settings of a provider of your own. It is called by every command that reads the
 * settings, and again while the gateway runs, so it opens nothing: {@link ConfiguredProvider} does,
 * once, at the start of {@code serve}.
 *
 * <p>Read every key always, also one that matters only together with another: a key that is not
 * read is reported as unknown. Collect the problems with {@code Accumulator}, so that all of them
 * are reported at once, each with its file and line.
 */
@FunctionalInterface
public interface ProviderReader {

  /**
   * The provider that the section describes, or every problem of the section.
   *
   * @param section the section of the provider's name; its values may come from the environment
   */
  Validation<Seq<SettingsProblem>, ConfiguredProvider> read(Section section);
}
