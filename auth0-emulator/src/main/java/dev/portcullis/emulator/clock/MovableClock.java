package dev.portcullis.emulator.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A clock that runs like another, but can be moved forward. Safe for many threads. */
public final class MovableClock implements InstantSource {

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
   * Moves forward; never back, because ids and blocks rely on increasing time.
   *
   * @throws IllegalArgumentException if the duration is negative
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("duration: " + duration + " (expected: not negative)");
    }
    lock.lock();
    try {
      ahead.updateAndGet(before -> before.plus(duration));
      listener.get().accept(ahead.get());
    } finally {
      lock.unlock();
    }
  }
}
