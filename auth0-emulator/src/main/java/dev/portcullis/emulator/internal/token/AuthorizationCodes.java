package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.internal.store.Hash;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.StoredMap;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The codes that hosted logins give to applications, kept as hashes: each is valid once, within ten
 * minutes. Safe for many threads.
 */
final class AuthorizationCodes {

  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private final InstantSource clock;
  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private final StoredMap<Stored> codes;

  AuthorizationCodes(InstantSource clock, SecureRandom random, Store store) {
    this.clock = clock;
    this.random = random;
    this.codes = new StoredMap<>(store.table("authorization-codes", String.class, Stored.class));
  }

  String issue(Authorization authorization) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    lock.lock();
    try {
      codes.put(Hash.of(code), new Stored(authorization, clock.instant().plus(LIFETIME)));
      return code;
    } finally {
      lock.unlock();
    }
  }

  /** Uses a code up for every client; empty if it is not valid for this application. */
  Optional<Authorization> redeem(String code, String clientId) {
    lock.lock();
    try {
      String key = Hash.of(code);
      Optional<Stored> found = codes.get(key);
      codes.remove(key);
      return found
          .filter(stored -> clock.instant().isBefore(stored.expires()))
          .map(Stored::authorization)
          .filter(authorization -> authorization.clientId().equals(clientId));
    } finally {
      lock.unlock();
    }
  }

  private record Stored(Authorization authorization, Instant expires) {}
}
