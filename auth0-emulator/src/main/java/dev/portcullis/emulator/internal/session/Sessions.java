package dev.portcullis.emulator.internal.session;

import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.store.Hash;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.StoredMap;
import dev.portcullis.emulator.internal.users.User;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The sessions, each in a cookie of its browser and kept under the cookie's hash. A session ends
 * after three days without use and after seven days in any case, Auth0's defaults. Safe for many
 * threads.
 */
public final class Sessions {

  /** The cookie. */
  public static final String COOKIE = "auth0";

  private static final Duration IDLE = Duration.ofDays(3);
  private static final Duration LONGEST = Duration.ofDays(7);

  private final boolean secure;
  private final InstantSource clock;
  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private final StoredMap<Session> sessions;

  /**
   * Over the store.
   *
   * @param secure whether browsers reach the tenant over HTTPS; then the cookie is sent in frames
   *     of other sites too
   */
  public Sessions(boolean secure, InstantSource clock, SecureRandom random, Store store) {
    this.secure = secure;
    this.clock = clock;
    this.random = random;
    this.sessions = new StoredMap<>(store.table("sessions", String.class, Session.class));
  }

  /** The session of the browser, which counts as used. */
  public Optional<Session> of(Request request) {
    Optional<String> cookie = request.cookie(COOKIE);
    lock.lock();
    try {
      Optional<Session> found = cookie.map(Hash::of).flatMap(sessions::get).filter(this::isOpen);
      found.ifPresent(
          session -> sessions.put(Hash.of(cookie.orElseThrow()), session.used(clock.instant())));
      return found;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOpen(Session session) {
    Instant now = clock.instant();
    return now.isBefore(session.usedAt().plus(IDLE))
        && now.isBefore(session.authenticatedAt().plus(LONGEST));
  }

  /** Starts a session for a user who has just logged in; the browser's earlier one ends. */
  public Started start(Request request, User user, boolean multifactor) {
    Instant now = clock.instant();
    Session session =
        new Session(
            randomText(24), user.userId(), user.connection(), multifactor, now, now, List.of());
    String cookie = randomText(32);
    lock.lock();
    try {
      request.cookie(COOKIE).map(Hash::of).ifPresent(sessions::remove);
      sessions.put(Hash.of(cookie), session);
    } finally {
      lock.unlock();
    }
    return new Started(
        session, COOKIE + "=" + cookie + attributes("; Max-Age=" + IDLE.toSeconds()));
  }

  /** Notes that an application received tokens in the session of that {@code sid}. */
  public void joined(String sessionId, String clientId) {
    lock.lock();
    try {
      sessions
          .keyOf(session -> session.id().equals(sessionId))
          .ifPresent(
              key -> sessions.get(key).ifPresent(it -> sessions.put(key, it.with(clientId))));
    } finally {
      lock.unlock();
    }
  }

  /** Ends the session of the browser; what it was, if there was one. */
  public Optional<Session> end(Request request) {
    lock.lock();
    try {
      Optional<String> key = request.cookie(COOKIE).map(Hash::of);
      Optional<Session> ended = key.flatMap(sessions::get).filter(this::isOpen);
      key.ifPresent(sessions::remove);
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** The reply, with the order to forget the cookie. */
  public Reply forgotten(Reply reply) {
    return reply.with("Set-Cookie", COOKIE + "=" + attributes("; Max-Age=0"));
  }

  private String attributes(String age) {
    return "; Path=/; HttpOnly" + (secure ? "; Secure; SameSite=None" : "; SameSite=Lax") + age;
  }

  private String randomText(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }

  /** A new session, and the {@code Set-Cookie} of its browser. */
  public record Started(Session session, String cookie) {

    @Override
    public String toString() {
      return "Started[" + session.id() + "]";
    }
  }
}
