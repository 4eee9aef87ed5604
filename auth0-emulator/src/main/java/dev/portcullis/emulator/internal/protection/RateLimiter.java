package dev.portcullis.emulator.internal.protection;

import dev.portcullis.emulator.internal.store.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A token bucket per key: a burst, then one token per {@code refill}. Keeps 20,000 keys; the least
 * recently used is removed first. Safe for many threads.
 *
 * @param <K> the key of a bucket
 */
public final class RateLimiter<K> {

  private static final int CAPACITY = 20_000;

  private final InstantSource clock;
  private final Table<K, Counted> table;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<K, Counted> taken = new LinkedHashMap<>(16, 0.75f, true);

  /** Continues from the table. */
  public RateLimiter(InstantSource clock, Table<K, Counted> table) {
    this.clock = clock;
    this.table = table;
    taken.putAll(table.load());
  }

  /** Whether there is a token left; if so, takes it. */
  public boolean take(K key, int burst, Duration refill) {
    return draw(key, burst, refill).granted();
  }

  /** Takes a token if there is one, and returns what is left. */
  public Draw draw(K key, int burst, Duration refill) {
    lock.lock();
    try {
      TokenBucket bucket = new TokenBucket(() -> burst, () -> refill);
      Optional.ofNullable(taken.get(key)).ifPresent(bucket::restore);
      Instant now = clock.instant();
      boolean granted = bucket.remaining(now) > 0;
      boolean setBack =
          Optional.ofNullable(taken.get(key)).stream().anyMatch(it -> it.at().isAfter(now));
      if (granted) {
        bucket.fail(now);
      }
      if (granted || setBack) {
        taken.put(key, bucket.counted());
        table.put(key, bucket.counted());
        if (taken.size() > CAPACITY) {
          forget(taken.keySet().iterator().next());
        }
      }
      return new Draw(granted, bucket.remaining(now), bucket.next());
    } finally {
      lock.unlock();
    }
  }

  /** Refills the bucket. */
  public void reset(K key) {
    lock.lock();
    try {
      forget(key);
    } finally {
      lock.unlock();
    }
  }

  private void forget(K key) {
    taken.remove(key);
    table.remove(key);
  }

  /** Whether a token was taken, how many are left, and when the next one comes. */
  public record Draw(boolean granted, int remaining, Instant next) {

    /** The second of the epoch from which the next one is there, for a reset header. */
    public long reset() {
      return next.plusNanos(999_999_999).getEpochSecond();
    }
  }
}
