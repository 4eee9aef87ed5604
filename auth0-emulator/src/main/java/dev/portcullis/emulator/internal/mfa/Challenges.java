package dev.portcullis.emulator.internal.mfa;

import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.StoredMap;
import dev.portcullis.emulator.internal.users.Outbox;
import dev.portcullis.emulator.internal.users.User;
import dev.portcullis.emulator.observed.SentMail;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.Secret;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Codes and push notifications that were sent, by {@code oob_code}; each is valid for 5 minutes.
 * Safe for many threads.
 */
public final class Challenges {

  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

  private final Outbox outbox;
  private final MfaSecrets secrets;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final StoredMap<Challenge> challenges;

  Challenges(Outbox outbox, MfaSecrets secrets, InstantSource clock, Store store) {
    this.outbox = outbox;
    this.secrets = secrets;
    this.clock = clock;
    this.challenges = new StoredMap<>(store.table("mfa-challenges", String.class, Challenge.class));
  }

  /**
   * Answers a push notification by its {@code oob_code}; false if there is no such notification.
   */
  public boolean answerPush(String oobCode, boolean allow) {
    lock.lock();
    try {
      Optional<Challenge> push = challenges.get(oobCode).filter(Challenge::isPush);
      push.ifPresent(found -> challenges.put(oobCode, found.answered(allow)));
      return push.isPresent();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a push notification is neither answered nor expired. */
  public boolean pushIsOpen(String oobCode) {
    lock.lock();
    try {
      return challenges
          .get(oobCode)
          .filter(found -> found.answer() == Challenge.Answer.PENDING)
          .filter(found -> clock.instant().isBefore(found.expires()))
          .isPresent();
    } finally {
      lock.unlock();
    }
  }

  /** Sends a code or a notification, and returns the {@code oob_code} of the challenge. */
  String send(User user, Authenticator authenticator) {
    String oobCode = secrets.token(24);
    Secret digits = secrets.digits();
    Optional<Secret> code =
        switch (authenticator.factor()) {
          case Factor.Sms sms -> {
            outbox.send(SentMail.Kind.MFA_SMS, sms.phoneNumber(), digits);
            yield Optional.of(digits);
          }
          case Factor.Email ignored -> {
            outbox.send(SentMail.Kind.MFA_EMAIL, user.email(), digits);
            yield Optional.of(digits);
          }
          case Factor.Push push -> {
            outbox.send(SentMail.Kind.MFA_PUSH, push.device(), Secret.of(oobCode));
            yield Optional.empty();
          }
          case Factor.Otp ignored -> Optional.empty();
          case Factor.RecoveryCode ignored -> Optional.empty();
        };
    Instant now = clock.instant();
    Challenge sent =
        new Challenge(
            user.userId(),
            authenticator.id(),
            code,
            Challenge.Answer.PENDING,
            now.plus(LIFETIME),
            now);
    lock.lock();
    try {
      challenges.put(oobCode, sent);
      return oobCode;
    } finally {
      lock.unlock();
    }
  }

  /** The challenge of a user, if it has not expired. */
  Optional<Challenge> find(String oobCode, String userId) {
    lock.lock();
    try {
      return challenges
          .get(oobCode)
          .filter(found -> found.userId().equals(userId))
          .filter(found -> clock.instant().isBefore(found.expires()));
    } finally {
      lock.unlock();
    }
  }

  /** Asks for the answer to a push notification; a pending one starts the next interval. */
  Poll poll(String oobCode) {
    lock.lock();
    try {
      Optional<Challenge> found = challenges.get(oobCode);
      if (found.isEmpty()) {
        return Poll.DENIED;
      }
      Challenge push = found.get();
      Instant now = clock.instant();
      return switch (push.answer()) {
        case ALLOWED -> Poll.ALLOWED;
        case DENIED -> Poll.DENIED;
        case PENDING -> {
          challenges.put(oobCode, push.polledUntil(now.plus(POLL_INTERVAL)));
          yield now.isBefore(push.nextPoll()) ? Poll.TOO_EARLY : Poll.PENDING;
        }
      };
    } finally {
      lock.unlock();
    }
  }

  /** Removes a challenge that is complete. */
  void complete(String oobCode) {
    lock.lock();
    try {
      challenges.remove(oobCode);
    } finally {
      lock.unlock();
    }
  }

  /** The state of a push notification. */
  enum Poll {
    ALLOWED,
    DENIED,
    PENDING,
    /** Pending, and polled within the interval. */
    TOO_EARLY
  }
}
