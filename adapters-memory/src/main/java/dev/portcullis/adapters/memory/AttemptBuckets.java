package dev.portcullis.adapters.memory;

import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.domain.login.AttemptLimit;
import io.github.bucket4j.BucketConfiguration;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one limit, each with its count. A key of which nothing is counted any more is
 * forgotten while others are taken. Its owner's lock guards it.
 */
final class AttemptBuckets {

  /** Keys that are looked at for each that is taken: more than can be added. */
  private static final int SWEPT = 2;

  /** The same while the memory is full. */
  private static final int SWEPT_WHEN_FULL = 32;

  private final AttemptLimits.Active active;
  private final BucketConfiguration configuration;
  private final int capacity;
  private final Map<String, AttemptBucket> buckets = new HashMap<>();

  /** In the order in which they are looked at next. */
  private final ArrayDeque<AttemptBucket> order = new ArrayDeque<>();

  private long uncounted;

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

  boolean refuses() {
    return active.refuses();
  }

  int size() {
    return buckets.size();
  }

  /** Attempts whose key could not be remembered. */
  long uncounted() {
    return uncounted;
  }

  boolean isFull(String key, long now) {
    AttemptBucket bucket = buckets.get(key);
    return bucket != null && !bucket.hasRoom(now);
  }

  /** The count of a key that is full. */
  AttemptBucket known(@Nullable String key) {
    return Objects.requireNonNull(buckets.get(key));
  }

  /** How long until there is room for one more, in whole seconds, at least one. */
  Duration wait(AttemptBucket bucket, long now) {
    long nanos = bucket.untilRoom(now);
    return Duration.ofSeconds(
        Math.max(1, Duration.ofNanos(nanos).plusNanos(999_999_999).toSeconds()));
  }

  /** Counts one attempt of a key that is not full; none if its key cannot be remembered. */
  Option<AttemptBucket> take(String key, long now) {
    sweep(SWEPT, now);
    AttemptBucket bucket = buckets.get(key);
    if (bucket == null) {
      if (buckets.size() >= capacity) {
        sweep(SWEPT_WHEN_FULL, now);
      }
      if (buckets.size() >= capacity) {
        uncounted++;
        return Option.none();
      }
      bucket = new AttemptBucket(key, configuration, now);
      buckets.put(key, bucket);
      order.add(bucket);
    }
    bucket.take();
    return Option.some(bucket);
  }

  private void sweep(int keys, long now) {
    for (int i = 0; i < keys && !order.isEmpty(); i++) {
      AttemptBucket oldest = order.remove();
      if (oldest.isUnused(active.rule().attempts(), now)) {
        buckets.remove(oldest.key());
      } else {
        order.add(oldest);
      }
    }
  }
}
