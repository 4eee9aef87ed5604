package dev.portcullis.emulator.clock;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A clock that goes on like another, but can be moved ahead. */
public final class MovableClock implements InstantSource {

  private final InstantSource base;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicReference<Consumer<Duration>> listener = new AtomicReference<>(moved -> {});
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  /** How far it is ahead of the other clock. */
  public Duration ahead() {
    return ahead.get();
  }

  /** Tells that listener, and no longer another, of every move. */
  public void tell(Consumer<Duration> value) {
    listener.set(value);
  }

  /** Starts that far ahead of that clock. */
  public MovableClock(InstantSource base, Duration ahead) {
    this.base = base;
    this.ahead.set(ahead);
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
    lock.lock();
    try {
      ahead.updateAndGet(before -> before.plus(duration));
      listener.get().accept(ahead.get());
    } finally {
      lock.unlock();
    }
  }
}
