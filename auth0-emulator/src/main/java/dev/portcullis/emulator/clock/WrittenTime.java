package dev.portcullis.emulator.clock;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The form of every time that a tenant writes. */
public final class WrittenTime {

  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private WrittenTime() {}

  /** ISO 8601 in UTC with three decimals, such as {@code 2026-03-01T10:00:00.123Z}. */
  public static String of(Instant instant) {
    return MILLIS.format(instant);
  }
}
