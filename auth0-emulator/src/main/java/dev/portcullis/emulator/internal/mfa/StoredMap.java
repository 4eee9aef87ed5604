package dev.portcullis.emulator.internal.mfa;

import dev.portcullis.emulator.internal.store.Table;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The latest 10,000 entries of a table, in memory too. Not safe for many threads: its owner locks.
 *
 * @param <V> what an entry holds
 */
final class StoredMap<V> {

  private static final int CAPACITY = 10_000;

  private final Table<String, V> table;
  private final Map<String, V> entries;

  StoredMap(Table<String, V> table) {
    this.table = table;
    this.entries = new LinkedHashMap<>(table.load());
  }

  Optional<V> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Adds or replaces an entry; the oldest is removed when there are too many. */
  void put(String key, V value) {
    table.put(key, value);
    entries.put(key, value);
    if (entries.size() > CAPACITY) {
      remove(entries.keySet().iterator().next());
    }
  }

  void remove(String key) {
    entries.remove(key);
    table.remove(key);
  }
}
