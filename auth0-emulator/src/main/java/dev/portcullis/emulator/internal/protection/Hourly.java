package dev.portcullis.emulator.internal.protection;

import dev.portcullis.emulator.internal.store.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Allows something once per hour and key; keeps the latest 10,000 keys. Safe for many threads.
 *
 * @param <K> the key
 */
public final class Hourly<K> {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final int CAPACITY = 10_000;

  private final InstantSource clock;
  private final Table<K, Instant> table;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<K, Instant> last = new LinkedHashMap<>();

  /** Continues from the table, whose rows are in the order of their first use. */
  public Hourly(InstantSource clock, Table<K, Instant> table) {
    this.clock = clock;
    this.table = table;
    table.load().entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .forEach(row -> last.put(row.getKey(), row.getValue()));
  }

  /** Whether it is allowed now; if so, it counts as done. */
  public boolean mayHappen(K key) {
    lock.lock();
    try {
      Instant now = clock.instant();
      Instant before = last.get(key);
      // A time that is still to come was written before the clock was set back.
      if (before != null && !before.isAfter(now) && now.isBefore(before.plus(HOUR))) {
        return false;
      }
      last.remove(key);
      last.put(key, now);
      table.put(key, now);
      if (last.size() > CAPACITY) {
        K oldest = last.keySet().iterator().next();
        last.remove(oldest);
        table.remove(oldest);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
