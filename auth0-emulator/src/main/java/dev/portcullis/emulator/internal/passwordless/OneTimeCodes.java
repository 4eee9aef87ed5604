package dev.portcullis.emulator.internal.passwordless;

import dev.portcullis.emulator.internal.store.Hash;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.StoredMap;
import dev.portcullis.emulator.tenant.CodePolicy;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.Secret;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The newest code of each user, kept as a hash: valid once, and until three wrong guesses. Safe for
 * many threads.
 */
final class OneTimeCodes {

  private static final int GUESSES = 3;

  private final InstantSource clock;
  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private final StoredMap<Stored> codes;

  OneTimeCodes(InstantSource clock, SecureRandom random, Store store) {
    this.clock = clock;
    this.random = random;
    this.codes = new StoredMap<>(store.table("one-time-codes", String.class, Stored.class));
  }

  /** A new code for a user; earlier ones are no longer valid. */
  Secret issue(Connection connection, String identifier, CodePolicy policy) {
    StringBuilder digits = new StringBuilder();
    for (int i = 0; i < policy.length(); i++) {
      digits.append(random.nextInt(10));
    }
    Instant expires = clock.instant().plus(policy.lifetime());
    String key = key(connection, identifier);
    lock.lock();
    try {
      codes.put(key, new Stored(Hash.of(key + digits), expires, 0));
      return Secret.of(digits.toString());
    } finally {
      lock.unlock();
    }
  }

  /** Whether this is the user's code, which is then used up. */
  boolean redeem(Connection connection, String identifier, String code) {
    String key = key(connection, identifier);
    lock.lock();
    try {
      Optional<Stored> found =
          codes.get(key).filter(stored -> clock.instant().isBefore(stored.expires()));
      if (found.isEmpty()) {
        return false;
      }
      boolean right = found.get().hash().equals(Hash.of(key + code));
      int wrong = found.get().wrong() + 1;
      if (right || wrong >= GUESSES) {
        codes.remove(key);
      } else {
        codes.put(key, new Stored(found.get().hash(), found.get().expires(), wrong));
      }
      return right;
    } finally {
      lock.unlock();
    }
  }

  private static String key(Connection connection, String identifier) {
    return Hash.of(connection.name() + "\n" + identifier.toLowerCase(Locale.ROOT));
  }

  private record Stored(String hash, Instant expires, int wrong) {}
}
