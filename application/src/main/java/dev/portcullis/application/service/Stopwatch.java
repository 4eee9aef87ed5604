package dev.portcullis.application.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How long something has taken so far; never negative, though clocks are set back. */
record Stopwatch(InstantSource time, Instant start) {

  static Stopwatch start(InstantSource time) {
    return new Stopwatch(time, time.instant());
  }

  Duration elapsed() {
    Duration elapsed = Duration.between(start, time.instant());
    return elapsed.isNegative() ? Duration.ZERO : elapsed;
  }
}
