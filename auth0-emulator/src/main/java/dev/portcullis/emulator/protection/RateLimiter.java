package dev.portcullis.emulator.protection;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A token bucket per key: so many at once, then one per {@code refill}. Remembers 20,000 keys; the
 * one unused for longest goes first. Safe for many threads.
 *
 * @param <K> what is counted by
 */
public final class RateLimiter<K> {

  private static final int CAPACITY = 20_000;

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<K, TokenBucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  /** Nobody has come yet. */
  public RateLimiter(InstantSource clock) {
    this.clock = clock;
  }

  /** Whether there is a token left; if so, takes it. */
  public boolean take(K key, int burst, Duration refill) {
    lock.lock();
    try {
      TokenBucket bucket =
          buckets.computeIfAbsent(key, absent -> new TokenBucket(() -> burst, () -> refill));
      if (buckets.size() > CAPACITY) {
        buckets.remove(buckets.keySet().iterator().next());
      }
      Instant now = clock.instant();
      boolean taken = bucket.remaining(now) > 0;
      if (taken) {
        bucket.fail(now);
      }
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what was taken. */
  public void reset(K key) {
    lock.lock();
    try {
      buckets.remove(key);
    } finally {
      lock.unlock();
    }
  }
}
