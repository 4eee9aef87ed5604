package dev.portcullis.emulator.internal.protection;

import dev.portcullis.emulator.internal.store.Table;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Admits an attempt only while its failure would still be within the key's budget. Each open
 * attempt holds a place, because it may fail; an attempt beyond the budget waits until a place is
 * decided. So there are never more failures than the budget allows, and concurrent successful
 * logins are delayed, never refused. Keeps at most {@code capacity} keys; the least recently used
 * is removed first.
 *
 * @param <K> the key of a counter
 */
final class Attempts<K> {

  private final Supplier<? extends Budget> budgets;
  private final InstantSource clock;
  private final int capacity;
  private final Table<K, Counted> table;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<K, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  Attempts(
      Supplier<? extends Budget> budgets,
      InstantSource clock,
      int capacity,
      Table<K, Counted> table) {
    this.budgets = budgets;
    this.clock = clock;
    this.capacity = capacity;
    this.table = table;
    table
        .load()
        .forEach(
            (key, counted) -> {
              Entry entry = new Entry();
              entry.budget.restore(counted);
              entries.put(key, entry);
            });
  }

  /** A place for one attempt, or nothing if the key is blocked; may wait for other attempts. */
  Optional<Place> begin(K key) {
    lock.lock();
    try {
      Entry entry = entries.computeIfAbsent(key, absent -> new Entry());
      entry.users++;
      try {
        while (true) {
          int remaining = entry.budget.remaining(clock.instant());
          if (remaining <= 0) {
            return Optional.empty();
          }
          if (entry.undecided < remaining) {
            entry.undecided++;
            entry.users++;
            return Optional.of(new Place(key, entry));
          }
          entry.decided.await();
        }
      } finally {
        leave(key, entry);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for parallel attempts", e);
    } finally {
      lock.unlock();
    }
  }

  /** Counts a failure without an attempt; true if it uses up the budget. */
  boolean fail(K key) {
    lock.lock();
    try {
      Entry entry = entries.computeIfAbsent(key, absent -> new Entry());
      entry.users++;
      boolean last = entry.fail();
      table.put(key, entry.budget.counted());
      leave(key, entry);
      return last;
    } finally {
      lock.unlock();
    }
  }

  /** Counts a success without an attempt. */
  void succeed(K key) {
    lock.lock();
    try {
      Entry entry = entries.get(key);
      if (entry != null) {
        entry.users++;
        succeed(key, entry);
        leave(key, entry);
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many failures the key has left. */
  int remaining(K key) {
    lock.lock();
    try {
      Entry entry = entries.get(key);
      return (entry == null ? budgets.get() : entry.budget).remaining(clock.instant());
    } finally {
      lock.unlock();
    }
  }

  /** Removes the failures of every matching key; returns how many of these were blocked. */
  int forget(Predicate<K> meant) {
    lock.lock();
    try {
      int blocked = 0;
      Iterator<Map.Entry<K, Entry>> all = entries.entrySet().iterator();
      while (all.hasNext()) {
        Map.Entry<K, Entry> each = all.next();
        if (meant.test(each.getKey())) {
          Entry entry = each.getValue();
          if (entry.budget.remaining(clock.instant()) <= 0) {
            blocked++;
          }
          entry.budget = budgets.get();
          table.remove(each.getKey());
          entry.decided.signalAll();
          if (entry.users == 0) {
            all.remove();
          }
        }
      }
      return blocked;
    } finally {
      lock.unlock();
    }
  }

  /** Passes every blocked key to the listener, while no key can change. */
  void blocked(BiConsumer<K, Instant> listener) {
    lock.lock();
    try {
      Instant now = clock.instant();
      entries.forEach(
          (key, entry) -> {
            if (entry.budget.remaining(now) <= 0) {
              listener.accept(key, now);
            }
          });
    } finally {
      lock.unlock();
    }
  }

  /** Passes every key that has failures and is not blocked, with what it has left. */
  void counting(ObjIntConsumer<K> listener) {
    lock.lock();
    try {
      Instant now = clock.instant();
      entries.forEach(
          (key, entry) -> {
            int remaining = entry.budget.remaining(now);
            if (remaining > 0 && !entry.budget.untouched(now)) {
              listener.accept(key, remaining);
            }
          });
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return entries.size();
    } finally {
      lock.unlock();
    }
  }

  private void succeed(K key, Entry entry) {
    Instant now = clock.instant();
    entry.budget.succeed(now);
    if (entry.budget.untouched(now)) {
      table.remove(key);
    } else {
      table.put(key, entry.budget.counted());
    }
  }

  private void leave(K key, Entry entry) {
    entry.users--;
    if (entry.users == 0 && entry.budget.untouched(clock.instant())) {
      entries.remove(key);
      table.remove(key);
    }
    if (entries.size() > capacity) {
      dropOldest();
    }
  }

  private void dropOldest() {
    Iterator<Map.Entry<K, Entry>> all = entries.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<K, Entry> each = all.next();
      if (each.getValue().users == 0) {
        all.remove();
        table.remove(each.getKey());
        return;
      }
    }
  }

  /** The right to one attempt. It is decided exactly once; a later decision has no effect. */
  final class Place {

    private final K key;
    private final Entry entry;
    private boolean open = true;

    private Place(K key, Entry entry) {
      this.key = key;
      this.entry = entry;
    }

    /** The attempt failed; true if this used up the budget. */
    boolean failed() {
      lock.lock();
      try {
        boolean last = open && entry.fail();
        if (open) {
          table.put(key, entry.budget.counted());
        }
        close();
        return last;
      } finally {
        lock.unlock();
      }
    }

    /** The attempt succeeded. */
    void succeeded() {
      lock.lock();
      try {
        if (open) {
          Attempts.this.succeed(key, entry);
        }
        close();
      } finally {
        lock.unlock();
      }
    }

    /** The attempt neither failed nor succeeded. */
    void abandoned() {
      lock.lock();
      try {
        close();
      } finally {
        lock.unlock();
      }
    }

    private void close() {
      if (open) {
        open = false;
        entry.undecided--;
        entry.decided.signalAll();
        leave(key, entry);
      }
    }
  }

  /** The state of one key; guarded by the lock. */
  private final class Entry {
    private Budget budget = budgets.get();
    private final Condition decided = lock.newCondition();
    private int undecided;
    private int users;

    private boolean fail() {
      Instant now = clock.instant();
      boolean wasFree = budget.remaining(now) > 0;
      budget.fail(now);
      return wasFree && budget.remaining(now) <= 0;
    }
  }
}
