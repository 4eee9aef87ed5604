package dev.portcullis.emulator.internal.hosted;

import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.internal.store.Hash;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.StoredMap;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The hosted logins that are under way, by the {@code state} of the login pages. Each belongs to
 * the browser that began it, and ends after an hour. Safe for many threads.
 */
final class Flows {

  private static final String COOKIE = "auth0_flow";
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final boolean secure;
  private final InstantSource clock;
  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private final StoredMap<Flow> flows;

  Flows(boolean secure, InstantSource clock, SecureRandom random, Store store) {
    this.secure = secure;
    this.clock = clock;
    this.random = random;
    this.flows = new StoredMap<>(store.table("hosted-logins", String.class, Flow.class));
  }

  /** Begins a login in the browser that sent the request. */
  Begun begin(Request from, AuthorizeRequest request, Flow.Step step, String userId) {
    Optional<String> known = from.cookie(COOKIE).filter(text -> text.matches("[\\w-]{43}"));
    String browser = known.orElseGet(this::randomText);
    String state = randomText();
    Flow flow =
        new Flow(
            request,
            Hash.of(browser),
            step,
            userId,
            Optional.empty(),
            clock.instant().plus(LIFETIME));
    put(state, flow);
    return new Begun(
        state,
        COOKIE
            + "="
            + browser
            + "; Path=/; HttpOnly; SameSite=Lax"
            + (secure ? "; Secure" : "")
            + "; Max-Age="
            + LIFETIME.toSeconds());
  }

  /** The login of that state, if it belongs to the browser that sent the request. */
  Optional<Flow> find(Request from, String state) {
    Optional<String> browser = from.cookie(COOKIE).map(Hash::of);
    lock.lock();
    try {
      return flows
          .get(Hash.of(state))
          .filter(flow -> clock.instant().isBefore(flow.expires()))
          .filter(flow -> browser.equals(Optional.of(flow.browser())));
    } finally {
      lock.unlock();
    }
  }

  /** Replaces the login of that state. */
  void put(String state, Flow flow) {
    lock.lock();
    try {
      flows.put(Hash.of(state), flow);
    } finally {
      lock.unlock();
    }
  }

  /** Ends the login of that state. */
  void end(String state) {
    lock.lock();
    try {
      flows.remove(Hash.of(state));
    } finally {
      lock.unlock();
    }
  }

  private String randomText() {
    byte[] value = new byte[32];
    random.nextBytes(value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }

  /** A new login: its state, and the {@code Set-Cookie} of its browser. */
  record Begun(String state, String cookie) {

    @Override
    public String toString() {
      return "Begun[]";
    }
  }
}
