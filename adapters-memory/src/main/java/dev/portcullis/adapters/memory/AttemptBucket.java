package dev.portcullis.adapters.memory;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * The count of one key of one limit. Attempts are counted and ended without a lock; those that wait
 * are guarded by the limiter's lock.
 */
final class AttemptBucket {

  /** In place of a count that is forgotten; the key has another bucket then, or none. */
  private static final int FORGOTTEN = -1;

  private final String key;
  private final AttemptBuckets owner;
  private final AtomicReference<Count> count;
  private @Nullable ArrayDeque<Waiting> queue;
  private volatile int waiting;

  /** Counts one attempt, in progress. */
  AttemptBucket(String key, AttemptBuckets owner, BucketConfiguration configuration, long now) {
    this.key = key;
    this.owner = owner;
    BucketState state =
        BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, now);
    state.consume(1);
    this.count = new AtomicReference<>(new Count(state, 1));
  }

  /**
   * What is counted at one moment.
   *
   * @param left what is left; never changed
   * @param inProgress attempts that may be refunded
   */
  private record Count(BucketState left, int inProgress) {

    /** What will be left then. */
    private BucketState leftAt(long now) {
      BucketState refilled = left.copy();
      refilled.refillAllBandwidth(now);
      return refilled;
    }
  }

  /** Whether there is room for one more. */
  enum Room {
    /** There is, or the key is counted elsewhere by now. */
    FREE,
    /** There may be when an attempt in progress has ended. */
    PENDING,
    /** There is not, until time has passed. */
    NONE
  }

  /** What became of an attempt. */
  enum Taken {
    COUNTED,
    FULL,
    FORGOTTEN
  }

  /** One attempt that waits. */
  static final class Waiting {

    private final Condition condition;
    private boolean woken;

    private Waiting(Condition condition) {
      this.condition = condition;
    }

    /** Whether room was made for it. */
    boolean isWoken() {
      return woken;
    }

    /** What is left of the time, 0 or less if nothing is. */
    long await(long nanos) throws InterruptedException {
      long left = nanos;
      while (!woken && left > 0) {
        left = condition.awaitNanos(left);
      }
      return left;
    }
  }

  String key() {
    return key;
  }

  Room room(long now) {
    Count present = count.get();
    if (present.inProgress == FORGOTTEN || isFree(present.left) || isFree(present.leftAt(now))) {
      return Room.FREE;
    }
    return present.inProgress > 0 ? Room.PENDING : Room.NONE;
  }

  /** Nanoseconds until there is room for one more. */
  long untilRoom(long now) {
    return count.get().leftAt(now).calculateDelayNanosAfterWillBePossibleToConsume(1, now, false);
  }

  private static boolean isFree(BucketState left) {
    return left.getAvailableTokens() > 0;
  }

  private boolean isUnused(BucketState left) {
    return left.getAvailableTokens() >= owner.attempts();
  }

  /** Counts an attempt in progress. */
  Taken take(long now) {
    while (true) {
      Count present = count.get();
      if (present.inProgress == FORGOTTEN) {
        return Taken.FORGOTTEN;
      }
      BucketState left = present.leftAt(now);
      if (!isFree(left)) {
        return Taken.FULL;
      }
      left.consume(1);
      if (count.compareAndSet(present, new Count(left, present.inProgress + 1))) {
        return Taken.COUNTED;
      }
    }
  }

  /**
   * Ends one attempt.
   *
   * @return whether those that wait are to be told, by {@link #wake}
   */
  boolean end(boolean refunded) {
    while (true) {
      Count present = count.get();
      BucketState left = present.left;
      if (refunded) {
        left = left.copy();
        left.addTokens(1);
      }
      int others = present.inProgress - 1;
      boolean forgotten = others == 0 && waiting == 0 && isUnused(left);
      if (count.compareAndSet(present, new Count(left, forgotten ? FORGOTTEN : others))) {
        if (forgotten) {
          owner.forget(this);
        }
        // Asked after the end can be seen: who waits looks for it after being counted here.
        return waiting > 0 && (refunded || others == 0);
      }
    }
  }

  /** Forgets what is counted if that is nothing; whether it is forgotten. */
  boolean forget(long now) {
    Count present = count.get();
    if (present.inProgress == 0 && waiting == 0) {
      BucketState left = present.leftAt(now);
      if (isUnused(left) && count.compareAndSet(present, new Count(left, FORGOTTEN))) {
        owner.forget(this);
        return true;
      }
    }
    return present.inProgress == FORGOTTEN;
  }

  int waiting() {
    return waiting;
  }

  /**
   * An attempt has ended. A refund makes room for who has waited the longest; if nothing is in
   * progress that could be refunded, nobody waits any longer. With the lock held, as what follows.
   */
  void wake(boolean refunded) {
    if (refunded) {
      wakeOne();
    } else if (count.get().inProgress == 0) {
      while (waiting > 0) {
        wakeOne();
      }
    }
  }

  /** Wakes the attempt that has waited the longest. */
  void wakeOne() {
    Waiting first = queue == null ? null : queue.peek();
    if (first != null) {
      leave(first);
      first.woken = true;
      first.condition.signal();
    }
  }

  /**
   * Will wait for an attempt to end. Before it does it has to look whether there is {@linkplain
   * #room room}.
   *
   * @param condition a new one of the lock
   * @param again whether it was woken here before, and another was faster: it keeps its place
   */
  Waiting join(Condition condition, boolean again) {
    Waiting me = new Waiting(condition);
    ArrayDeque<Waiting> present = queue == null ? new ArrayDeque<>(2) : queue;
    if (again) {
      present.addFirst(me);
    } else {
      present.addLast(me);
    }
    queue = present;
    waiting = present.size();
    return me;
  }

  /** Waits no longer. */
  void leave(Waiting me) {
    if (queue != null) {
      queue.remove(me);
      waiting = queue.size();
      if (queue.isEmpty()) {
        queue = null;
      }
    }
  }
}
