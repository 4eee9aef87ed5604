package dev.portcullis.bootstrap.settings.document;

import io.vavr.control.Option;
import java.time.Duration;

/** Parses durations such as {@code 500ms}, {@code 15s}, {@code 2m}, {@code 24h}. */
public final class Durations {

  private Durations() {}

  /** A whole number and a unit: ms, s, m, h or d. */
  public static Option<Duration> read(String text) {
    int unit = 0;
    while (unit < text.length() && Character.digit(text.charAt(unit), 10) >= 0) {
      unit++;
    }
    if (unit == 0 || unit > 9) {
      return Option.none();
    }
    long value = Long.parseLong(text.substring(0, unit));
    return switch (text.substring(unit)) {
      case "ms" -> Option.of(Duration.ofMillis(value));
      case "s" -> Option.of(Duration.ofSeconds(value));
      case "m" -> Option.of(Duration.ofMinutes(value));
      case "h" -> Option.of(Duration.ofHours(value));
      case "d" -> Option.of(Duration.ofDays(value));
      default -> Option.none();
    };
  }
}
