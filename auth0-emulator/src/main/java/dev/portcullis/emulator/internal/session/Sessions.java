package dev.portcullis.emulator.internal.session;

import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.session.Session.Device;
import dev.portcullis.emulator.internal.store.Hash;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.StoredMap;
import dev.portcullis.emulator.internal.users.User;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The sessions, each in a cookie of its browser and kept under the cookie's hash. A session ends
 * when it is not used for a while, and after a time in any case. Safe for many threads.
 */
public final class Sessions {

  /** The cookie. */
  public static final String COOKIE = "auth0";

  private final boolean secure;
  private final SessionLifetimes lifetimes;
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
  public Sessions(
      boolean secure,
      SessionLifetimes lifetimes,
      InstantSource clock,
      SecureRandom random,
      Store store) {
    this.secure = secure;
    this.lifetimes = lifetimes;
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
          session ->
              sessions.put(
                  Hash.of(cookie.orElseThrow()), session.used(clock.instant(), device(request))));
      return found;
    } finally {
      lock.unlock();
    }
  }

  private static Device device(Request request) {
    return new Device(request.peer().text(), request.singleHeader("user-agent").orElse(""));
  }

  private boolean isOpen(Session session) {
    Instant now = clock.instant();
    return now.isBefore(idleUntil(session)) && now.isBefore(openUntil(session));
  }

  /** When the session ends unless it is used. */
  public Instant idleUntil(Session session) {
    return session.usedAt().plus(lifetimes.idle());
  }

  /** When the session ends in any case. */
  public Instant openUntil(Session session) {
    return session.authenticatedAt().plus(lifetimes.longest());
  }

  /** The open sessions, oldest first. */
  public List<Session> all() {
    lock.lock();
    try {
      return sessions.values().stream().filter(this::isOpen).toList();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the sessions for which this holds; what they were. */
  public List<Session> end(Predicate<Session> which) {
    lock.lock();
    try {
      List<Session> ended = new ArrayList<>();
      Optional<String> key = sessions.keyOf(which);
      while (key.isPresent()) {
        sessions.get(key.get()).ifPresent(ended::add);
        sessions.remove(key.get());
        key = sessions.keyOf(which);
      }
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** Starts a session for a user who has just logged in; the browser's earlier one ends. */
  public Started start(Request request, User user, boolean multifactor) {
    Instant now = clock.instant();
    Session session =
        new Session(
            randomText(24),
            user.userId(),
            user.connection(),
            multifactor,
            now,
            now,
            List.of(),
            Optional.of(device(request)),
            Optional.of(device(request)));
    String cookie = randomText(32);
    lock.lock();
    try {
      request.cookie(COOKIE).map(Hash::of).ifPresent(sessions::remove);
      sessions.put(Hash.of(cookie), session);
    } finally {
      lock.unlock();
    }
    return new Started(
        session, COOKIE + "=" + cookie + attributes("; Max-Age=" + lifetimes.idle().toSeconds()));
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
