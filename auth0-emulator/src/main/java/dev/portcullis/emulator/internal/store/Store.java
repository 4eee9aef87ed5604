package dev.portcullis.emulator.internal.store;

import java.util.Map;

/** The tables of one life of a tenant. Safe for many threads. */
public interface Store {

  /** The table of that name; keys and values are records and what they are made of. */
  <K, V> Table<K, V> table(String name, Class<K> keys, Class<V> values);

  /** Whether nothing was left here by an earlier process, so that the seed has to be written. */
  boolean isNew();

  /** Makes this the state that is found at the next start; until then the one before it is. */
  void commit();

  /** A store that keeps nothing. */
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
