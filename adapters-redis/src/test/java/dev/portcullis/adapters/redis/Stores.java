package dev.portcullis.adapters.redis;

import io.vavr.control.Option;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Connected stores, and what they need. */
final class Stores {

  static final SharedKey KEY = new SharedKey("a-key-that-all-instances-of-this-test-have");

  /** A port that nothing listens on. */
  static final String NOWHERE = "redis://127.0.0.1:1";

  private static final AtomicInteger PREFIXES = new AtomicInteger();

  private Stores() {}

  /** Patient, as a busy machine may be slow. */
  static RedisSettings settings(String url) {
    return RedisSettings.of(RedisUrl.parse(url).get(), KEY).withTimeout(Duration.ofSeconds(5));
  }

  /** What no other test of this server has written. */
  static String newPrefix() {
    return "test-" + PREFIXES.incrementAndGet();
  }

  /** A store that has been reached, or not within half a minute. */
  static RedisStore open(RedisSettings settings) {
    return open(settings, StoreEvents.NONE);
  }

  static RedisStore open(RedisSettings settings, StoreEvents events) {
    RedisStore store = RedisStore.of(settings, settings::password, events);
    store.start(Duration.ofSeconds(30));
    return store;
  }

  /** A store that is away. */
  static RedisStore away(RedisSettings settings) {
    return RedisStore.of(settings, Option::none, StoreEvents.NONE);
  }

  /** Whether something becomes true within a time; it is looked at every 5 ms. */
  static boolean within(Duration most, BooleanSupplier what) throws InterruptedException {
    for (long left = most.toMillis(); left > 0; left -= 5) {
      if (what.getAsBoolean()) {
        return true;
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return what.getAsBoolean();
  }
}
