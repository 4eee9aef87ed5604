package dev.portcullis.emulator.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A clock that runs like another, but can be moved forward, and set back to the other. Safe for
 * many threads.
 */
public final class MovableClock implements InstantSource {

  /** Later years have more than four digits, which neither log ids nor dates have room for. */
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private final InstantSource base;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicReference<Consumer<Duration>> listener = new AtomicReference<>(moved -> {});
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  /** How far it is ahead of the base clock. */
  public Duration ahead() {
    return ahead.get();
  }

  /** Notifies this listener, instead of the one before, of every move. */
  public void onMove(Consumer<Duration> value) {
    listener.set(value);
  }

  /** Starts ahead of the base clock by a duration. */
  public MovableClock(InstantSource base, Duration ahead) {
    this.base = base;
    this.ahead.set(ahead);
  }

  @Override
  public Instant instant() {
    return base.instant().plus(ahead.get());
  }

  /**
   * Moves forward; only {@link #reset} goes back.
   *
   * @throws IllegalArgumentException if the duration is negative, or ends after the year 9999
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("duration: " + duration + " (expected: not negative)");
    }
    lock.lock();
    try {
      Duration room = Duration.between(instant(), LAST);
      if (duration.compareTo(room) > 0) {
        throw new IllegalArgumentException(
            "duration: " + duration + " (expected: not beyond the year 9999)");
      }
      move(ahead.get().plus(duration));
    } finally {
      lock.unlock();
    }
  }

  /** Shows the time of the other clock again. What was dated while it was ahead keeps its date. */
  public void reset() {
    lock.lock();
    try {
      move(Duration.ZERO);
    } finally {
      lock.unlock();
    }
  }

  private void move(Duration to) {
    ahead.set(to);
    listener.get().accept(to);
  }
}
