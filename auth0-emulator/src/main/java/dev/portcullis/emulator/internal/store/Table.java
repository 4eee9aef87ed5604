package dev.portcullis.emulator.internal.store;

import java.util.Map;

/**
 * Rows by key. The owner of the state in memory reads them once, and writes every change under its
 * own lock, so that the rows change in the same order.
 *
 * @param <K> the key of a row
 * @param <V> the value of a row
 */
public interface Table<K, V> {

  /** All rows, in the order in which their keys were first written. */
  Map<K, V> load();

  /** Adds or replaces a row; it is written when this returns. */
  void put(K key, V value);

  /** Removes a row, if it exists. */
  void remove(K key);
}
