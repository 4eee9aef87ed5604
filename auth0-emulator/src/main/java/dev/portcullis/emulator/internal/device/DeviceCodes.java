package dev.portcullis.emulator.internal.device;

import dev.portcullis.emulator.internal.store.Hash;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.StoredMap;
import dev.portcullis.emulator.tenant.UserCodeFormat;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/**
 * The device codes that were issued, kept under their hashes: each is valid for 15 minutes and for
 * one exchange. Safe for many threads.
 */
public final class DeviceCodes {

  /** How long a device code and its user code are valid. */
  public static final Duration LIFETIME = Duration.ofMinutes(15);

  /** How long a device waits between two polls. */
  public static final Duration INTERVAL = Duration.ofSeconds(5);

  private static final int MOST_TRIES = 1_000;

  private final InstantSource clock;
  private final SecureRandom random;
  private final ReentrantLock lock = new ReentrantLock();
  private final StoredMap<Stored> codes;

  /** The codes of the store. */
  public DeviceCodes(InstantSource clock, SecureRandom random, Store store) {
    this.clock = clock;
    this.random = random;
    this.codes = new StoredMap<>(store.table("device-codes", String.class, Stored.class));
  }

  /**
   * Issues a device code, and a user code that no other device has now. Where a mask leaves so few
   * codes that all are in use, the device that had the code is forgotten.
   */
  Issued issue(DeviceRequest request, UserCodeFormat format) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String deviceCode = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    lock.lock();
    try {
      String userCode = userCode(format);
      for (int tries = 1; tries < MOST_TRIES && keyOf(userCode).isPresent(); tries++) {
        userCode = userCode(format);
      }
      keyOf(userCode).ifPresent(codes::remove);
      Instant now = clock.instant();
      codes.put(
          Hash.of(deviceCode),
          new Stored(request, userCode, now.plus(LIFETIME), now, Answer.PENDING, Optional.empty()));
      return new Issued(deviceCode, userCode);
    } finally {
      lock.unlock();
    }
  }

  private String userCode(UserCodeFormat format) {
    String characters = format.charset().characters();
    StringBuilder code = new StringBuilder();
    format
        .mask()
        .chars()
        .forEach(
            each ->
                code.append(
                    each == '*'
                        ? characters.charAt(random.nextInt(characters.length()))
                        : (char) each));
    return code.toString();
  }

  private Optional<String> keyOf(String userCode) {
    String wanted = typed(userCode);
    Instant now = clock.instant();
    return codes.keyOf(
        each -> typed(each.userCode()).equals(wanted) && now.isBefore(each.expires()));
  }

  /** A user code without what users may leave out or add: its case, hyphens and spaces. */
  private static String typed(String userCode) {
    return userCode.replaceAll("[^A-Za-z0-9]", "").toUpperCase(Locale.ROOT);
  }

  /** The device that waits for this user code. */
  public Optional<Waiting> byUserCode(String userCode) {
    lock.lock();
    try {
      return keyOf(userCode).flatMap(this::waiting);
    } finally {
      lock.unlock();
    }
  }

  /** The device of that key, if it waits for an answer. */
  public Optional<Waiting> byKey(String key) {
    lock.lock();
    try {
      return waiting(key);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Waiting> waiting(String key) {
    return codes
        .get(key)
        .filter(found -> found.answer() == Answer.PENDING)
        .filter(found -> clock.instant().isBefore(found.expires()))
        .map(found -> new Waiting(key, found.userCode(), found.request()));
  }

  /** The user logged in for the device of that key; false if it no longer waits. */
  public boolean allow(String key, Approval approval) {
    return answer(key, found -> found.allowed(approval));
  }

  /** The device of that key gets no tokens; false if it no longer waits. */
  public boolean deny(String key) {
    return answer(key, Stored::denied);
  }

  private boolean answer(String key, UnaryOperator<Stored> how) {
    lock.lock();
    try {
      Optional<Stored> found = waiting(key).flatMap(waiting -> codes.get(key));
      found.ifPresent(stored -> codes.put(key, how.apply(stored)));
      return found.isPresent();
    } finally {
      lock.unlock();
    }
  }

  /** One poll of an application; an answer, or that there will be none, ends the device code. */
  public Poll poll(String deviceCode, String clientId) {
    String key = Hash.of(deviceCode);
    lock.lock();
    try {
      Optional<Stored> known =
          codes.get(key).filter(stored -> stored.request().clientId().equals(clientId));
      if (known.isEmpty()) {
        return new Unknown();
      }
      Stored found = known.get();
      Instant now = clock.instant();
      if (!now.isBefore(found.expires())) {
        codes.remove(key);
        return new Expired();
      }
      if (found.answer() == Answer.PENDING) {
        codes.put(key, found.polledUntil(now.plus(INTERVAL)));
        return now.isBefore(found.nextPoll()) ? new TooEarly() : new Pending();
      }
      codes.remove(key);
      return found
          .approval()
          .<Poll>map(approval -> new Allowed(found.request(), approval))
          .orElseGet(Denied::new);
    } finally {
      lock.unlock();
    }
  }

  /**
   * What a device asks for.
   *
   * @param audience the API's identifier, or empty
   */
  public record DeviceRequest(String clientId, List<String> scope, String audience) {

    /** Copies the scope. */
    public DeviceRequest {
      scope = List.copyOf(scope);
    }
  }

  /** The codes of a device. */
  record Issued(String deviceCode, String userCode) {

    @Override
    public String toString() {
      return "Issued[" + userCode + "]";
    }
  }

  /** A device that waits for its user; {@code key} stands for its device code. */
  public record Waiting(String key, String userCode, DeviceRequest request) {}

  /** The user who logged in for a device. */
  public record Approval(String userId, String connection, boolean multifactor) {}

  /** The result of a poll. */
  public sealed interface Poll {}

  /** The user has not answered. */
  public record Pending() implements Poll {}

  /** The user has not answered, and the last poll was less than an interval ago. */
  public record TooEarly() implements Poll {}

  /** Tokens may be issued. */
  public record Allowed(DeviceRequest request, Approval approval) implements Poll {}

  /** The user, or a check of the login, refused. */
  public record Denied() implements Poll {}

  /** The code has expired; said once. */
  public record Expired() implements Poll {}

  /** The application has no such device code. */
  public record Unknown() implements Poll {}

  private enum Answer {
    PENDING,
    ALLOWED,
    DENIED
  }

  private record Stored(
      DeviceRequest request,
      String userCode,
      Instant expires,
      Instant nextPoll,
      Answer answer,
      Optional<Approval> approval) {

    private Stored polledUntil(Instant next) {
      return new Stored(request, userCode, expires, next, answer, approval);
    }

    private Stored allowed(Approval by) {
      return new Stored(request, userCode, expires, nextPoll, Answer.ALLOWED, Optional.of(by));
    }

    private Stored denied() {
      return new Stored(request, userCode, expires, nextPoll, Answer.DENIED, Optional.empty());
    }
  }
}
