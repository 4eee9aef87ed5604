package dev.portcullis.adapters.memory;

import dev.portcullis.application.protection.port.TenantPace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Spaces the calls of this process. It remembers when the calls of the last second were made, and
 * keeps to the limit in any 1.04 s, so that calls which are delayed on their way do not add up to
 * more than the limit in a second at the tenant.
 */
public final class InMemoryTenantPace implements TenantPace {

  /** In microseconds. */
  private static final long WINDOW = 1_040_000;

  /** By how much late calls may catch up, in microseconds. */
  private static final long CATCH_UP = 250_000;

  private static final long NEVER = Long.MIN_VALUE / 2;

  private final ReentrantLock lock = new ReentrantLock();
  private final InstantSource time;

  /** The times of the latest calls, as a ring; as many as the limit. */
  private long[] calls = {};

  private int newest;
  private long due = NEVER;
  private long pausedUntil = NEVER;

  /** No call has been made yet. */
  public InMemoryTenantPace(InstantSource time) {
    this.time = time;
  }

  @Override
  public Duration take(int perSecond) {
    if (perSecond < 1 || perSecond > MOST) {
      throw new IllegalArgumentException("perSecond: " + perSecond + " (expected: 1-" + MOST + ")");
    }
    lock.lock();
    try {
      resize(perSecond);
      long now = now();
      if (back(0) > now) {
        // The clock was set back.
        Arrays.fill(calls, NEVER);
        due = NEVER;
        pausedUntil = NEVER;
      }
      if (now < pausedUntil) {
        return micros(pausedUntil - now);
      }
      long wait = Math.max(untilFree(now), untilDue(now));
      if (wait > 0) {
        return micros(wait);
      }
      newest = (newest + 1) % calls.length;
      calls[newest] = now;
      due = Math.max(due, now - CATCH_UP) + WINDOW / perSecond;
      return Duration.ZERO;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void pause(Duration time) {
    lock.lock();
    try {
      pausedUntil = Math.max(pausedUntil, now() + time.toNanos() / 1000);
    } finally {
      lock.unlock();
    }
  }

  /** Until fewer calls than the limit are in the window. */
  private long untilFree(long now) {
    return back(calls.length - 1) + WINDOW - now;
  }

  /** Until the next evenly spaced call, once half of the limit is used. */
  private long untilDue(long now) {
    boolean busy = back(Math.max(0, calls.length / 2 - 1)) + WINDOW > now;
    return busy ? due - now : 0;
  }

  /** The time of the call before that many others. */
  private long back(int others) {
    return calls[(newest - others + calls.length) % calls.length];
  }

  private void resize(int perSecond) {
    int kept = Math.min(calls.length, perSecond);
    if (calls.length != perSecond) {
      long[] resized = new long[perSecond];
      Arrays.fill(resized, NEVER);
      for (int i = 0; i < kept; i++) {
        resized[perSecond - 1 - i] = back(i);
      }
      calls = resized;
      newest = perSecond - 1;
    }
  }

  private long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time.instant());
  }

  private static Duration micros(long value) {
    return Duration.of(value, ChronoUnit.MICROS);
  }
}
