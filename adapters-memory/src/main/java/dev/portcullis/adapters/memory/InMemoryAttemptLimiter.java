package dev.portcullis.adapters.memory;

import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginSubject;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Counts in this process alone, in token buckets of Bucket4j: each key has a number of attempts at
 * once, and gets them back evenly over the window. One lock makes an attempt count everywhere or
 * nowhere; what it guards takes about a microsecond.
 *
 * <p>Each limit remembers a bounded number of keys, of about 200 bytes each. Only keys that have
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
    lock.lock();
    try {
      return enforced ? admitOrRefuse(keys) : admitAndReport(keys);
    } finally {
      lock.unlock();
    }
  }

  /** The keys, in the order of the limits; null where a limit does not count this attempt. */
  private @Nullable String[] keys(LoginSubject subject) {
    @Nullable String[] keys = new @Nullable String[limits.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = limits.get(i).limit().key(subject).getOrNull();
    }
    return keys;
  }

  private Admission admitOrRefuse(@Nullable String[] keys) {
    long left = TimeUnit.NANOSECONDS.convert(patience);
    AttemptBucket woken = null;
    while (true) {
      long now = now();
      @Nullable AttemptBucket[] known = find(keys, now);
      int full = firstFull(known);
      if (full < 0) {
        return count(keys, known, now);
      }
      AttemptBuckets limit = limits.get(full);
      AttemptBucket bucket = Objects.requireNonNull(known[full]);
      if (woken != null && woken != bucket) {
        // It waits elsewhere, so what it was woken for is another's.
        woken.wakeOne();
      }
      if (left <= 0
          || bucket.isSettled()
          || waiting >= MOST_WAITING
          || bucket.waiting() >= MOST_WAITING_AT_ONE) {
        return new Admission.Refused(limit.limit(), limit.wait(bucket, now));
      }
      left = await(bucket, left, woken == bucket);
      woken = bucket;
    }
  }

  /** What is left of the time; 0 if the thread is interrupted. */
  private long await(AttemptBucket bucket, long left, boolean again) {
    waiting++;
    try {
      return bucket.await(lock.newCondition(), left, again);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } finally {
      waiting--;
    }
  }

  private Admission admitAndReport(@Nullable String[] keys) {
    long now = now();
    @Nullable AttemptBucket[] known = find(keys, now);
    int full = firstFull(known);
    if (full < 0) {
      return count(keys, known, now);
    }
    // As if it were refused, so that the report is of what would be.
    return new Admission.Admitted(
        new Counted(List.of()),
        Vector.of(reached(limits.get(full), Objects.requireNonNull(known[full]))));
  }

  private static Reached reached(AttemptBuckets limit, AttemptBucket bucket) {
    return new Reached(limit.limit(), !bucket.isSettled());
  }

  /** The counts of the keys that have one, in the order of the limits. */
  private @Nullable AttemptBucket[] find(@Nullable String[] keys, long now) {
    @Nullable AttemptBucket[] known = new @Nullable AttemptBucket[keys.length];
    for (int i = 0; i < keys.length; i++) {
      known[i] = limits.get(i).find(keys[i], now);
    }
    return known;
  }

  /** The first limit that is there to refuse and has no room; -1 if each has. */
  private int firstFull(@Nullable AttemptBucket[] known) {
    for (int i = 0; i < known.length; i++) {
      AttemptBucket bucket = known[i];
      if (bucket != null && limits.get(i).refuses() && bucket.isFull()) {
        return i;
      }
    }
    return -1;
  }

  private Admission.Admitted count(
      @Nullable String[] keys, @Nullable AttemptBucket[] known, long now) {
    List<AttemptBucket> taken = new ArrayList<>(keys.length);
    Seq<Reached> reached = Vector.empty();
    for (int i = 0; i < keys.length; i++) {
      String key = keys[i];
      AttemptBucket bucket = known[i];
      if (key == null) {
        continue;
      }
      if (bucket == null) {
        limits.get(i).add(key, now).forEach(taken::add);
      } else if (bucket.isFull()) {
        reached = reached.append(reached(limits.get(i), bucket));
      } else {
        taken.add(bucket);
      }
    }
    taken.forEach(AttemptBucket::take);
    return new Admission.Admitted(new Counted(taken), reached);
  }

  private long now() {
    Instant now = time.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  /** The keys that a limit remembers, 0 to the capacity. */
  public int remembered(AttemptLimit limit) {
    lock.lock();
    try {
      return limits.stream().filter(it -> it.limit() == limit).mapToInt(AttemptBuckets::size).sum();
    } finally {
      lock.unlock();
    }
  }

  /** The attempts that a limit has let through uncounted because its memory was full. */
  public long uncounted(AttemptLimit limit) {
    lock.lock();
    try {
      return limits.stream()
          .filter(it -> it.limit() == limit)
          .mapToLong(AttemptBuckets::uncounted)
          .sum();
    } finally {
      lock.unlock();
    }
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

    private List<AttemptBucket> taken;

    Counted(List<AttemptBucket> taken) {
      this.taken = taken;
    }

    @Override
    public void count() {
      end(false);
    }

    @Override
    public void refund() {
      end(true);
    }

    private void end(boolean refunded) {
      lock.lock();
      try {
        List<AttemptBucket> mine = taken;
        taken = List.of();
        mine.forEach(bucket -> bucket.end(refunded));
      } finally {
        lock.unlock();
      }
    }
  }
}
