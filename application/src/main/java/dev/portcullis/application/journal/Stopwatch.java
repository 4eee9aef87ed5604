package dev.portcullis.application.journal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How long something has taken so far; never negative, though clocks are set back. */
public record Stopwatch(InstantSource time, Instant start) {

  public static Stopwatch start(InstantSource time) {
    return new Stopwatch(time, time.instant());
  }

  public Duration elapsed() {
    Duration elapsed = Duration.between(start, time.instant());
    return elapsed.isNegative() ? Duration.ZERO : elapsed;
  }
}
