package dev.portcullis.adapters.redis;

import dev.portcullis.application.login.port.AttemptLimiter.Admission.Refused;
import io.vavr.control.Option;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of this instance that wait at a full count, one queue for each count. Only the first
 * of a queue asks the store again, when an attempt of this instance has ended there and otherwise
 * from time to time; what it learns holds for all behind it. So the number of questions does not
 * grow with the number of attempts that wait. Safe for concurrent use.
 */
final class AttemptQueues {

  /** As many as may wait in the memory of one process. */
  private static final int MOST_AT_ONE = 500;

  private static final int MOST = 5_000;

  /** How often the first of a queue asks the store, for what has ended on other instances. */
  private static final long LOOK_MILLIS = 25;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ArrayDeque<Place>> queues = new HashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();

  /** Takes the last place at a count; none if too many wait. */
  Option<Place> join(String count) {
    lock.lock();
    try {
      ArrayDeque<Place> queue = queues.getOrDefault(count, new ArrayDeque<>(2));
      if (waiting.get() >= MOST || queue.size() >= MOST_AT_ONE) {
        return Option.none();
      }
      Place place = new Place(count, lock.newCondition());
      queue.add(place);
      queues.put(count, queue);
      int unused = waiting.incrementAndGet();
      return Option.some(place);
    } finally {
      lock.unlock();
    }
  }

  /** An attempt of this instance has ended at these counts. */
  void ended(Iterable<String> counts) {
    if (waiting.get() == 0) {
      return;
    }
    lock.lock();
    try {
      for (String count : counts) {
        wakeFirst(queues.get(count));
      }
    } finally {
      lock.unlock();
    }
  }

  /** Nothing is in progress at this count any more. */
  void refuse(String count, Refused refused) {
    lock.lock();
    try {
      for (Place place : queues.getOrDefault(count, new ArrayDeque<>())) {
        place.refused = refused;
        place.changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The attempts that wait. */
  int waiting() {
    return waiting.get();
  }

  private static void wakeFirst(@Nullable ArrayDeque<Place> queue) {
    Place first = queue == null ? null : queue.peek();
    if (first != null) {
      first.woken = true;
      first.changed.signal();
    }
  }

  /** One attempt in a queue. To be closed, so that the next one comes first. */
  final class Place implements AutoCloseable {

    private final String count;
    private final Condition changed;
    private boolean woken;
    private @Nullable Refused refused;

    private Place(String count, Condition changed) {
      this.count = count;
      this.changed = changed;
    }

    String count() {
      return count;
    }

    /**
     * Waits until it is this attempt's turn to ask the store, or until it is refused.
     *
     * @param nanos how long at most
     * @return what is left of them, 0 or less if nothing is
     * @throws InterruptedException if the thread is interrupted
     */
    long await(long nanos) throws InterruptedException {
      lock.lock();
      try {
        long left = nanos;
        while (refused == null && left > 0) {
          if (woken) {
            woken = false;
            return left;
          }
          if (queues.getOrDefault(count, new ArrayDeque<>()).peek() == this) {
            long look = Math.min(left, look());
            long rest = changed.awaitNanos(look);
            left -= look - rest;
            woken = woken || rest <= 0;
          } else {
            left = changed.awaitNanos(left);
          }
        }
        return left;
      } finally {
        lock.unlock();
      }
    }

    /** At most a thousand questions a second, however many counts are full. */
    private long look() {
      return TimeUnit.MILLISECONDS.toNanos(Math.max(LOOK_MILLIS, queues.size()));
    }

    /** Why it need not ask any more. */
    Option<Refused> refused() {
      lock.lock();
      try {
        return Option.of(refused);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        ArrayDeque<Place> queue = queues.get(count);
        if (queue != null) {
          boolean first = queue.peek() == this;
          if (queue.remove(this)) {
            int unused = waiting.decrementAndGet();
          }
          if (queue.isEmpty()) {
            queues.remove(count);
          } else if (first) {
            wakeFirst(queue);
          }
        }
      } finally {
        lock.unlock();
      }
    }
  }
}
