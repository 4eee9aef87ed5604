package dev.portcullis.adapters.memory;

import dev.portcullis.adapters.memory.AttemptBucket.Room;
import dev.portcullis.adapters.memory.AttemptBucket.Waiting;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginSubject;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Counts in this process alone, in token buckets of Bucket4j: each key has a number of attempts at
 * once, and gets them back evenly over the window. While there is room no lock is taken, as all
 * attempts share some of the keys: an attempt is counted by one limit after the other, and if one
 * has no room any more, what it has taken is given back as if it had been refunded.
 *
 * <p>Each limit remembers a bounded number of keys, of about 210 bytes each. Only keys that have
 * used up something are remembered. While a limit's memory is full of those, it does not count
 * further keys: a flood of addresses or names pushes out nobody's count, and refuses nobody.
 */
public final class InMemoryAttemptLimiter implements AttemptLimiter {

  /** Attempts that may wait at one key, and at all together. */
  private static final int MOST_WAITING_AT_ONE = 500;

  private static final int MOST_WAITING = 5_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<AttemptBuckets> limits = new ArrayList<>();
  private final boolean enforced;
  private final Duration patience;
  private final InstantSource time;
  private int waiting;

  /**
   * Nothing is counted yet.
   *
   * @param capacity keys that each limit remembers, at least 1
   * @throws IllegalArgumentException if it is less
   */
  public InMemoryAttemptLimiter(AttemptLimits limits, int capacity, InstantSource time) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: > 0)");
    }
    limits.active().forEach(it -> this.limits.add(new AttemptBuckets(it, capacity)));
    this.enforced = limits.isEnforced();
    this.patience = limits.patience();
    this.time = time;
  }

  @Override
  public Admission admit(LoginSubject subject) {
    @Nullable String[] keys = keys(subject);
    Either<Full, Admission.Admitted> taken = take(keys, now());
    if (taken.isRight()) {
      return taken.get();
    }
    if (!enforced) {
      // As if it were refused, so that the report is of what would be.
      Full full = taken.getLeft();
      return new Admission.Admitted(
          new Counted(List.of()), Vector.of(reached(full.limit(), full.bucket(), now())));
    }
    lock.lock();
    try {
      return waitOrRefuse(keys);
    } finally {
      lock.unlock();
    }
  }

  /** The limit that has no room for an attempt, and where. */
  private record Full(AttemptBuckets limit, AttemptBucket bucket) {}

  /** The keys, in the order of the limits; null where a limit does not count this attempt. */
  private @Nullable String[] keys(LoginSubject subject) {
    @Nullable String[] keys = new @Nullable String[limits.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = limits.get(i).limit().key(subject).getOrNull();
    }
    return keys;
  }

  /** Counts an attempt by each limit, or by none because one that refuses has no room. */
  private Either<Full, Admission.Admitted> take(@Nullable String[] keys, long now) {
    Full full = firstFull(keys, now);
    if (full != null) {
      return Either.left(full);
    }
    List<AttemptBucket> taken = new ArrayList<>(keys.length);
    Seq<Reached> reached = Vector.empty();
    for (int i = 0; i < keys.length; i++) {
      String key = keys[i];
      AttemptBuckets limit = limits.get(i);
      AttemptBucket without = key == null ? null : limit.take(key, now, taken);
      if (without == null) {
        continue;
      }
      if (limit.refuses()) {
        // Another was faster. For those that come now, this was an attempt in progress.
        end(taken, true);
        return Either.left(new Full(limit, without));
      }
      reached = reached.append(reached(limit, without, now));
    }
    return Either.right(new Admission.Admitted(new Counted(taken), reached));
  }

  /** The first limit that is there to refuse and has no room; null if each has. */
  private @Nullable Full firstFull(@Nullable String[] keys, long now) {
    for (int i = 0; i < keys.length; i++) {
      String key = keys[i];
      AttemptBuckets limit = limits.get(i);
      if (key != null && limit.refuses()) {
        AttemptBucket bucket = limit.find(key);
        if (bucket != null && bucket.room(now) != Room.FREE) {
          return new Full(limit, bucket);
        }
      }
    }
    return null;
  }

  private static Reached reached(AttemptBuckets limit, AttemptBucket bucket, long now) {
    return new Reached(limit.limit(), bucket.room(now) != Room.NONE);
  }

  private Admission waitOrRefuse(@Nullable String[] keys) {
    long left = TimeUnit.NANOSECONDS.convert(patience);
    AttemptBucket woken = null;
    while (true) {
      long now = now();
      Either<Full, Admission.Admitted> taken = take(keys, now);
      if (taken.isRight()) {
        return taken.get();
      }
      AttemptBuckets limit = taken.getLeft().limit();
      AttemptBucket bucket = taken.getLeft().bucket();
      if (woken != null && woken != bucket) {
        // It waits elsewhere, so what it was woken for is another's.
        woken.wakeOne();
        woken = null;
      }
      Room room = bucket.room(now);
      if (room == Room.FREE) {
        continue;
      }
      if (room == Room.NONE
          || left <= 0
          || waiting >= MOST_WAITING
          || bucket.waiting() >= MOST_WAITING_AT_ONE) {
        return new Admission.Refused(limit.limit(), limit.wait(bucket, now));
      }
      Waiting me = bucket.join(lock.newCondition(), woken == bucket);
      waiting++;
      try {
        // The last attempt may have ended before it could see that another waits.
        if (bucket.room(now) == Room.PENDING) {
          left = me.await(left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        left = 0;
      } finally {
        waiting--;
        bucket.leave(me);
      }
      woken = me.isWoken() ? bucket : null;
    }
  }

  private void end(List<AttemptBucket> taken, boolean refunded) {
    for (AttemptBucket bucket : taken) {
      if (bucket.end(refunded)) {
        lock.lock();
        try {
          bucket.wake(refunded);
        } finally {
          lock.unlock();
        }
      }
    }
  }

  private long now() {
    Instant now = time.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  /** The keys that a limit remembers, 0 to the capacity. */
  public int remembered(AttemptLimit limit) {
    return limits.stream().filter(it -> it.limit() == limit).mapToInt(AttemptBuckets::size).sum();
  }

  /** The attempts that a limit has let through uncounted because its memory was full. */
  public long uncounted(AttemptLimit limit) {
    return limits.stream()
        .filter(it -> it.limit() == limit)
        .mapToLong(AttemptBuckets::uncounted)
        .sum();
  }

  /** The attempts that are waiting. */
  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  /** What one attempt has taken; nothing once it has ended. */
  private final class Counted implements AttemptInProgress {

    private final AtomicReference<List<AttemptBucket>> taken;

    Counted(List<AttemptBucket> taken) {
      this.taken = new AtomicReference<>(taken);
    }

    @Override
    public void count() {
      end(taken.getAndSet(List.of()), false);
    }

    @Override
    public void refund() {
      end(taken.getAndSet(List.of()), true);
    }
  }
}
