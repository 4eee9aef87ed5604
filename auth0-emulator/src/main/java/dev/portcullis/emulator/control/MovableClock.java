package dev.portcullis.emulator.control;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that goes on like another, but can be moved ahead. */
public final class MovableClock implements InstantSource {

  private final InstantSource base;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  /** Starts as that clock. */
  public MovableClock(InstantSource base) {
    this.base = base;
  }

  @Override
  public Instant instant() {
    return base.instant().plus(ahead.get());
  }

  /** Moves ahead; never back, since ids and blocks rely on time's direction. */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("duration: " + duration + " (expected: not negative)");
    }
    ahead.updateAndGet(before -> before.plus(duration));
  }
}
