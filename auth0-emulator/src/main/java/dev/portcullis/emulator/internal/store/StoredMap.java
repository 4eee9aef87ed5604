package dev.portcullis.emulator.internal.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The latest 10,000 entries of a table, in memory too. Not safe for many threads: its owner locks.
 *
 * @param <V> what an entry holds
 */
public final class StoredMap<V> {

  private static final int CAPACITY = 10_000;

  private final Table<String, V> table;
  private final Map<String, V> entries;

  /** The entries of a table. */
  public StoredMap(Table<String, V> table) {
    this.table = table;
    this.entries = new LinkedHashMap<>(table.load());
  }

  /** The entry of that key. */
  public Optional<V> get(String key) {
    return Optional.ofNullable(entries.get(key));
  }

  /** Adds or replaces an entry; the oldest is removed when there are too many. */
  public void put(String key, V value) {
    table.put(key, value);
    entries.put(key, value);
    if (entries.size() > CAPACITY) {
      remove(entries.keySet().iterator().next());
    }
  }

  /** The entries, oldest first. */
  public List<V> values() {
    return List.copyOf(entries.values());
  }

  /** The key of an entry that the condition accepts. */
  public Optional<String> keyOf(Predicate<V> condition) {
    return entries.entrySet().stream()
        .filter(entry -> condition.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Removes an entry, if it exists. */
  public void remove(String key) {
    entries.remove(key);
    table.remove(key);
  }
}
