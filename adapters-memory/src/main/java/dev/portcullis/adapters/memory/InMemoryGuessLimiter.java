package dev.portcullis.adapters.memory;

import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.domain.token.MfaToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts in this process alone, about 250 bytes for each login, whose token it knows by its SHA-256
 * only. A login is forgotten some time after its first guess, when its token has expired. When the
 * memory is full, the login whose first guess is the oldest makes room: made-up tokens must not
 * keep out users whose login is real.
 */
public final class InMemoryGuessLimiter implements GuessLimiter {

  private final int most;
  private final Duration lifetime;
  private final int capacity;
  private final InstantSource time;
  private final Map<String, Guesses> logins = new LinkedHashMap<>();

  /**
   * Nothing is counted yet.
   *
   * @param most guesses of one login, at least 1
   * @param lifetime how long a login's guesses are remembered, at least as long as its token lives
   * @param capacity logins remembered at a time, at least 1
   * @throws IllegalArgumentException if one of them is less
   */
  public InMemoryGuessLimiter(int most, Duration lifetime, int capacity, InstantSource time) {
    if (most < 1 || capacity < 1 || lifetime.isNegative() || lifetime.isZero()) {
      throw new IllegalArgumentException(
          "limit: " + most + " in " + lifetime + ", of " + capacity + " (expected: all > 0)");
    }
    this.most = most;
    this.lifetime = lifetime;
    this.capacity = capacity;
    this.time = time;
  }

  private record Guesses(int number, Instant end) {}

  @Override
  public synchronized boolean take(MfaToken login) {
    Instant now = time.instant();
    forget(now);
    String key = fingerprint(login);
    Guesses before = logins.get(key);
    if (before == null) {
      makeRoom();
      logins.put(key, new Guesses(1, now.plus(lifetime)));
      return true;
    }
    if (before.number() >= most) {
      return false;
    }
    logins.replace(key, new Guesses(before.number() + 1, before.end()));
    return true;
  }

  /** In the order of their first guess, in which they end too. */
  private void forget(Instant now) {
    Iterator<Guesses> oldest = logins.values().iterator();
    while (oldest.hasNext() && !oldest.next().end().isAfter(now)) {
      oldest.remove();
    }
  }

  private void makeRoom() {
    if (logins.size() >= capacity) {
      Iterator<Guesses> oldest = logins.values().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  private static String fingerprint(MfaToken login) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(login.value().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  synchronized int size() {
    return logins.size();
  }
}
