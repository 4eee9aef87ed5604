package dev.portcullis.emulator.protection;

import dev.portcullis.emulator.address.IpLiteral;
import dev.portcullis.emulator.seed.Connection;
import dev.portcullis.emulator.seed.SameUserLimit;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the logins, right or wrong, of each user from each address. Safe for many threads. */
public final class SameUserLogins {

  private static final int CAPACITY = 20_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, TokenBucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

  /** Nobody has tried yet. */
  public SameUserLogins(InstantSource clock) {
    this.clock = clock;
  }

  /** Counts one login; whether it may go on. */
  public boolean admit(
      SameUserLimit limit, Connection connection, String identifier, IpLiteral source) {
    if (!limit.enforced()) {
      return true;
    }
    Key key = new Key(connection.name(), LoginGuard.canonical(identifier), source);
    lock.lock();
    try {
      TokenBucket bucket =
          buckets.computeIfAbsent(
              key,
              absent -> new TokenBucket(limit::burst, () -> MINUTE.dividedBy(limit.perMinute())));
      if (buckets.size() > CAPACITY) {
        buckets.remove(buckets.keySet().iterator().next());
      }
      Instant now = clock.instant();
      boolean admitted = bucket.remaining(now) > 0;
      if (admitted) {
        bucket.fail(now);
      }
      return admitted;
    } finally {
      lock.unlock();
    }
  }

  private record Key(String connection, String identifier, IpLiteral source) {}
}
