package dev.portcullis.adapters.memory;

import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.domain.login.AttemptLimit;
import io.github.bucket4j.BucketConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one limit, each with its count. A key of which nothing is counted any more is
 * forgotten: at once if an attempt was refunded, or while others are added. Safe for concurrent
 * use.
 */
final class AttemptBuckets {

  /** Keys that are looked at for each that is added: more than can be added. */
  private static final int SWEPT = 2;

  /** The same while the memory is full. */
  private static final int SWEPT_WHEN_FULL = 32;

  private final AttemptLimits.Active active;
  private final BucketConfiguration configuration;
  private final int capacity;
  private final ConcurrentMap<String, AttemptBucket> buckets = new ConcurrentHashMap<>();

  /** Each bucket, and some that are forgotten; what was not looked at for the longest is first. */
  private final Queue<AttemptBucket> toSweep = new ConcurrentLinkedQueue<>();

  private final LongAdder uncounted = new LongAdder();

  AttemptBuckets(AttemptLimits.Active active, int capacity) {
    this.active = active;
    this.capacity = capacity;
    this.configuration =
        BucketConfiguration.builder()
            .addLimit(
                limit ->
                    limit
                        .capacity(active.rule().attempts())
                        .refillGreedy(active.rule().attempts(), active.rule().window()))
            .build();
  }

  AttemptLimit limit() {
    return active.limit();
  }

  /** As many attempts as a key has of which nothing is counted. */
  int attempts() {
    return active.rule().attempts();
  }

  boolean refuses() {
    return active.refuses();
  }

  int size() {
    return buckets.size();
  }

  /** Attempts whose key could not be remembered. */
  long uncounted() {
    return uncounted.sum();
  }

  /** The count of a key; null if nothing of it is counted. */
  @Nullable AttemptBucket find(String key) {
    return buckets.get(key);
  }

  /** How long until there is room for one more, in whole seconds, at least one. */
  Duration wait(AttemptBucket bucket, long now) {
    long nanos = bucket.untilRoom(now);
    return Duration.ofSeconds(
        Math.max(1, Duration.ofNanos(nanos).plusNanos(999_999_999).toSeconds()));
  }

  /**
   * Counts an attempt of a key, unless the key cannot be remembered.
   *
   * @param taken gets the bucket in which it was counted
   * @return the bucket that has no room, so that nothing was counted; null otherwise
   */
  @Nullable AttemptBucket take(String key, long now, List<AttemptBucket> taken) {
    while (true) {
      AttemptBucket bucket = buckets.get(key);
      if (bucket == null) {
        if (!makeRoom(now)) {
          uncounted.increment();
          return null;
        }
        AttemptBucket added = new AttemptBucket(key, this, configuration, now);
        bucket = buckets.putIfAbsent(key, added);
        if (bucket == null) {
          toSweep.add(added);
          taken.add(added);
          return null;
        }
      }
      switch (bucket.take(now)) {
        case COUNTED -> {
          taken.add(bucket);
          return null;
        }
        case FULL -> {
          return bucket;
        }
        case FORGOTTEN -> forget(bucket);
      }
    }
  }

  /** Nothing of a key is counted any more. */
  void forget(AttemptBucket bucket) {
    buckets.remove(bucket.key(), bucket);
  }

  /** Whether one more key can be remembered; of those that come at once, a few more. */
  private boolean makeRoom(long now) {
    sweep(SWEPT, now);
    if (buckets.size() >= capacity) {
      sweep(SWEPT_WHEN_FULL, now);
    }
    return buckets.size() < capacity;
  }

  private void sweep(int keys, long now) {
    for (int i = 0; i < keys; i++) {
      AttemptBucket oldest = toSweep.poll();
      if (oldest == null) {
        return;
      }
      if (!oldest.forget(now)) {
        toSweep.add(oldest);
      }
    }
  }
}
