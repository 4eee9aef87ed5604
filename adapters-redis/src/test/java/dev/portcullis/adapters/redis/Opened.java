package dev.portcullis.adapters.redis;

import java.util.ArrayList;
import java.util.List;

/** What a test has opened, to close it at its end. */
final class Opened implements AutoCloseable {

  private final List<RedisStore> stores = new ArrayList<>();

  RedisStore add(RedisStore store) {
    stores.add(store);
    return store;
  }

  @Override
  public void close() {
    stores.forEach(RedisStore::close);
  }
}
