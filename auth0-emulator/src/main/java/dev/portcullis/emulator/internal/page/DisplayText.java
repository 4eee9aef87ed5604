package dev.portcullis.emulator.internal.page;

import dev.portcullis.emulator.clock.WrittenTime;
import dev.portcullis.emulator.internal.codec.WireNames;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Values formatted for the page. */
final class DisplayText {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private DisplayText() {}

  static Moment moment(Instant instant) {
    return new Moment(WrittenTime.of(instant), SECONDS.format(instant));
  }

  /** {@code FAILED_PASSWORD} as {@code Failed password}. */
  static String words(Enum<?> constant) {
    String words = constant.name().replace('_', ' ').toLowerCase(Locale.ROOT);
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** The options of a list, by their names in Auth0's API. */
  static List<Choice> choices(Collection<? extends Enum<?>> constants, Enum<?> chosen) {
    return constants.stream()
        .map(each -> new Choice(WireNames.of(each), WireNames.of(each), each.equals(chosen)))
        .toList();
  }

  /** A time in ISO 8601 and as displayed text. */
  record Moment(String iso, String text) {}

  /** One option of a list. */
  record Choice(String value, String label, boolean chosen) {}
}
