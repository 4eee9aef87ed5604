package dev.portcullis.adapters.memory;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.MathType;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** The count of one key of one limit. Its owner's lock guards it. */
final class AttemptBucket {

  private final String key;
  private final AttemptBuckets owner;
  private final BucketState state;
  private int inProgress;
  private @Nullable ArrayDeque<Waiting> queue;

  AttemptBucket(String key, AttemptBuckets owner, BucketConfiguration configuration, long now) {
    this.key = key;
    this.owner = owner;
    this.state = BucketState.createInitialState(configuration, MathType.INTEGER_64_BITS, now);
  }

  /** One attempt that waits. */
  private static final class Waiting {

    private final Condition condition;
    private boolean woken;

    Waiting(Condition condition) {
      this.condition = condition;
    }
  }

  String key() {
    return key;
  }

  /** Gives back what the window has passed for. */
  void refill(long now) {
    state.refillAllBandwidth(now);
  }

  boolean isFull() {
    return state.getAvailableTokens() <= 0;
  }

  /** Whether it is as if nothing had ever been counted. */
  boolean isUnused() {
    return inProgress == 0 && waiting() == 0 && state.getAvailableTokens() >= owner.attempts();
  }

  /** Nanoseconds until there is room for one more. */
  long untilRoom(long now) {
    return state.calculateDelayNanosAfterWillBePossibleToConsume(1, now, false);
  }

  void take() {
    state.consume(1);
    inProgress++;
  }

  /**
   * Ends one attempt. A refund makes room for who has waited the longest; if nothing is in progress
   * that could be refunded, nobody waits any longer.
   */
  void end(boolean refunded) {
    inProgress--;
    if (refunded) {
      state.addTokens(1);
      wakeOne();
    } else if (inProgress == 0) {
      while (waiting() > 0) {
        wakeOne();
      }
    }
    if (isUnused()) {
      owner.forget(key);
    }
  }

  /** Whether no attempt is in progress, so that nothing can be refunded. */
  boolean isSettled() {
    return inProgress == 0;
  }

  int waiting() {
    return queue == null ? 0 : queue.size();
  }

  /** Wakes the attempt that has waited the longest. */
  void wakeOne() {
    Waiting first = queue == null ? null : queue.poll();
    if (first != null) {
      first.woken = true;
      first.condition.signal();
    }
  }

  /**
   * Waits for an attempt to end.
   *
   * @param condition a new one of the lock
   * @param nanos how long at most
   * @param again whether it was woken here before, and another was faster: it keeps its place
   * @return what is left of them, 0 or less if nothing is
   * @throws InterruptedException if the thread is interrupted
   */
  long await(Condition condition, long nanos, boolean again) throws InterruptedException {
    Waiting me = new Waiting(condition);
    if (queue == null) {
      queue = new ArrayDeque<>(2);
    }
    if (again) {
      queue.addFirst(me);
    } else {
      queue.addLast(me);
    }
    long left = nanos;
    try {
      while (!me.woken && left > 0) {
        left = condition.awaitNanos(left);
      }
      return left;
    } finally {
      leave(me);
    }
  }

  private void leave(Waiting me) {
    if (queue != null) {
      queue.remove(me);
      if (queue.isEmpty()) {
        queue = null;
      }
    }
  }
}
