package dev.portcullis.emulator.internal.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Generates log ids in the form of real events: 56 digits, {@code 900}, the time in microseconds
 * and an increasing number. Not safe for several threads.
 */
final class LogIds {

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmssSSSSSS", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int TIME_AT = 3;
  private static final int TIME_END = TIME_AT + 20;
  private static final String FIRST_NUMBER = "1223372036";

  private Instant latest = Instant.EPOCH;
  private long written;

  /** Continues after an id that it generated earlier, whose time may be after its event's date. */
  void goOnAfter(String id) {
    latest = MICROS.parse(id.substring(TIME_AT, TIME_END), Instant::from);
    written = Long.parseLong(id.substring(id.length() - 9));
  }

  /** The next id; greater than every earlier one, even if the clock moved back. */
  String next(Instant now) {
    Instant moment = now.truncatedTo(ChronoUnit.MICROS);
    if (moment.isAfter(latest)) {
      latest = moment;
    }
    written++;
    return String.format(
        Locale.ROOT, "900%s%014d%s%09d", MICROS.format(latest), 0, FIRST_NUMBER, written);
  }
}
