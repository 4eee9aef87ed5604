package dev.portcullis.emulator.internal.store;

import java.util.Map;

/**
 * Rows by key. What holds the state in memory reads them once, and tells every change under its own
 * lock, so that the rows change in the same order.
 *
 * @param <K> what a row is found by
 * @param <V> what a row holds
 */
public interface Table<K, V> {

  /** All rows, in the order in which their keys first came. */
  Map<K, V> load();

  /** Adds or replaces a row; it is written when this returns. */
  void put(K key, V value);

  /** Takes a row away, if it is there. */
  void remove(K key);
}
