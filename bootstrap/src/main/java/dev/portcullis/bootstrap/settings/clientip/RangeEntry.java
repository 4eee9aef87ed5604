package dev.portcullis.bootstrap.settings.clientip;

import dev.portcullis.bootstrap.settings.document.ValueType;
import dev.portcullis.domain.address.IpRange;
import io.vavr.control.Validation;

/** One entry of a list of ranges, as it is written. */
sealed interface RangeEntry {

  /** A range, {@code preset:NAME} or {@code file:PATH}. */
  ValueType<RangeEntry> TYPE = new ValueType<>("range", false, RangeEntry::parse);

  /** A range; {@code exact} is false if bits after the prefix were set and dropped. */
  record Literal(IpRange range, boolean exact, String text) implements RangeEntry {}

  /** All ranges of a provider. */
  record OfPreset(String name) implements RangeEntry {}

  /** All ranges of a file, one a line. */
  record OfFile(String path) implements RangeEntry {}

  private static Validation<String, RangeEntry> parse(String text) {
    if (text.startsWith("preset:")) {
      return Validation.valid(new OfPreset(text.substring("preset:".length())));
    }
    if (text.startsWith("file:")) {
      return Validation.valid(new OfFile(text.substring("file:".length())));
    }
    return IpRange.covering(text)
        .map(range -> new Literal(range, IpRange.parse(text).isValid(), text));
  }
}
