package dev.portcullis.adapters.memory;

import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.domain.login.AttemptLimit;
import io.github.bucket4j.BucketConfiguration;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one limit, each with its count. A key of which nothing is counted any more is
 * forgotten: at once if an attempt was refunded, or while others are added. Its owner's lock guards
 * it.
 */
final class AttemptBuckets {

  /** Keys that are looked at for each that is added: more than can be added. */
  private static final int SWEPT = 2;

  /** The same while the memory is full. */
  private static final int SWEPT_WHEN_FULL = 32;

  private final AttemptLimits.Active active;
  private final BucketConfiguration configuration;
  private final int capacity;

  /** The key that was not looked at for the longest time comes first. */
  private final LinkedHashMap<String, AttemptBucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

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
    return uncounted;
  }

  /** The count of a key, as it is now; null if nothing of it is counted. */
  @Nullable AttemptBucket find(@Nullable String key, long now) {
    AttemptBucket bucket = key == null ? null : buckets.get(key);
    if (bucket != null) {
      bucket.refill(now);
    }
    return bucket;
  }

  /** How long until there is room for one more, in whole seconds, at least one. */
  Duration wait(AttemptBucket bucket, long now) {
    long nanos = bucket.untilRoom(now);
    return Duration.ofSeconds(
        Math.max(1, Duration.ofNanos(nanos).plusNanos(999_999_999).toSeconds()));
  }

  /** A count for a key that has none; none if it cannot be remembered. */
  Option<AttemptBucket> add(String key, long now) {
    sweep(SWEPT, now);
    if (buckets.size() >= capacity) {
      sweep(SWEPT_WHEN_FULL, now);
    }
    if (buckets.size() >= capacity) {
      uncounted++;
      return Option.none();
    }
    AttemptBucket bucket = new AttemptBucket(key, this, configuration, now);
    buckets.put(key, bucket);
    return Option.some(bucket);
  }

  /** Nothing of a key is counted any more. */
  void forget(String key) {
    buckets.remove(key);
  }

  private void sweep(int keys, long now) {
    for (int i = 0; i < keys && !buckets.isEmpty(); i++) {
      // Being looked at makes it the last.
      AttemptBucket oldest = Objects.requireNonNull(find(buckets.firstEntry().getKey(), now));
      if (oldest.isUnused()) {
        forget(oldest.key());
      }
    }
  }
}
