package dev.portcullis.adapters.journal;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjLongConsumer;

/**
 * Bounds the log events that anyone can cause at any rate: of each kind the first is written at
 * once, then one sum for all of an interval. Safe for concurrent use.
 *
 * @param <K> a kind, by its equality; there are few of them
 */
final class Sums<K> {

  private static final long SILENT = -1;

  private final Executor later;
  private final ObjLongConsumer<K> write;

  /** What each interval has counted since its event; {@link #SILENT} outside of an interval. */
  private final ConcurrentMap<K, AtomicLong> counts = new ConcurrentHashMap<>();

  /**
   * Nothing is counted yet.
   *
   * @param later runs a task one interval later
   * @param write writes the sum of an interval
   */
  Sums(Executor later, ObjLongConsumer<K> write) {
    this.later = later;
    this.write = write;
  }

  /** Counts one event; true if it is the first of its kind, which the caller then writes. */
  boolean isFirst(K kind) {
    AtomicLong count = counts.computeIfAbsent(kind, it -> new AtomicLong(SILENT));
    boolean first = count.getAndIncrement() == SILENT;
    if (first) {
      later.execute(() -> end(kind, count));
    }
    return first;
  }

  private void end(K kind, AtomicLong count) {
    long since = count.getAndUpdate(value -> value == 0 ? SILENT : 0);
    if (since > 0) {
      later.execute(() -> end(kind, count));
      write.accept(kind, since);
    }
  }
}
