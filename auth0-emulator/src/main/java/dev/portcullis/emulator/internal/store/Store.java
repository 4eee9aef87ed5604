package dev.portcullis.emulator.internal.store;

import java.util.Map;

/** The tables of one life of a tenant. Safe for many threads. */
public interface Store {

  /** The table of that name; keys and values are records of JSON values. */
  <K, V> Table<K, V> table(String name, Class<K> keys, Class<V> values);

  /** Whether no earlier process left a state here, so that the definition has to be written. */
  boolean isNew();

  /** Makes this the state of the next start; until then the previous state stays. */
  void commit();

  /** A store that keeps no rows. */
  static Store inMemory() {
    return new Store() {
      @Override
      public <K, V> Table<K, V> table(String name, Class<K> keys, Class<V> values) {
        return new Table<>() {
          @Override
          public Map<K, V> load() {
            return Map.of();
          }

          @Override
          public void put(K key, V value) {}

          @Override
          public void remove(K key) {}
        };
      }

      @Override
      public boolean isNew() {
        return true;
      }

      @Override
      public void commit() {}
    };
  }
}
