package dev.portcullis.emulator.internal.passwordless;

import dev.portcullis.emulator.internal.store.Hash;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.StoredMap;
import dev.portcullis.emulator.tenant.CodePolicy;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The {@code auth_session}s of {@code /otp/challenge}: each is valid as long as its code, and for
 * one login. Safe for many threads.
 */
public final class AuthSessions {

  private final InstantSource clock;
  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private final StoredMap<AuthSession> sessions;

  /** The sessions of the store. */
  public AuthSessions(InstantSource clock, SecureRandom random, Store store) {
    this.clock = clock;
    this.random = random;
    this.sessions = new StoredMap<>(store.table("auth-sessions", String.class, AuthSession.class));
  }

  String begin(String clientId, String connection, String identifier, boolean signUp) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    AuthSession session =
        new AuthSession(
            clientId,
            connection,
            identifier,
            signUp,
            clock.instant().plus(CodePolicy.DEFAULT.lifetime()));
    lock.lock();
    try {
      sessions.put(Hash.of(token), session);
      return token;
    } finally {
      lock.unlock();
    }
  }

  /** The session of that application. */
  public Optional<AuthSession> find(String token, String clientId) {
    lock.lock();
    try {
      return sessions
          .get(Hash.of(token))
          .filter(session -> session.clientId().equals(clientId))
          .filter(session -> clock.instant().isBefore(session.expires()));
    } finally {
      lock.unlock();
    }
  }

  /** Ends a session whose user has logged in. */
  public void end(String token) {
    lock.lock();
    try {
      sessions.remove(Hash.of(token));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Who logs in.
   *
   * @param identifier an e-mail address or a phone number
   * @param signUp whether the login may sign up a new user
   */
  public record AuthSession(
      String clientId, String connection, String identifier, boolean signUp, Instant expires) {}
}
