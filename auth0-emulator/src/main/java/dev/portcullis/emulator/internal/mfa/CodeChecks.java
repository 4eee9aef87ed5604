package dev.portcullis.emulator.internal.mfa;

import dev.portcullis.emulator.internal.oauth.Refusal;
import dev.portcullis.emulator.internal.protection.Counted;
import dev.portcullis.emulator.internal.protection.RateLimiter;
import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.Table;
import dev.portcullis.emulator.tenant.Factor;
import dev.portcullis.emulator.tenant.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.util.encoders.Base32;

/**
 * Checks the codes of second factors, each valid once; a user has ten guesses, and then one every
 * six minutes. Safe for many threads.
 */
public final class CodeChecks {

  private static final int GUESSES = 10;
  private static final Duration GUESS_REFILL = Duration.ofMinutes(6);

  private final Authenticators authenticators;
  private final Challenges challenges;
  private final MfaSecrets secrets;
  private final InstantSource clock;
  private final RateLimiter<String> guesses;

  /** Held during a whole check, so that a code is accepted once. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Map<String, Long> usedSteps;
  private final Table<String, Long> usedStepTable;

  CodeChecks(
      Authenticators authenticators,
      Challenges challenges,
      MfaSecrets secrets,
      InstantSource clock,
      Store store) {
    this.authenticators = authenticators;
    this.challenges = challenges;
    this.secrets = secrets;
    this.clock = clock;
    this.guesses =
        new RateLimiter<>(clock, store.table("mfa-guesses", String.class, Counted.class));
    this.usedStepTable = store.table("mfa-used-steps", String.class, Long.class);
    this.usedSteps = new HashMap<>(usedStepTable.load());
  }

  /** Checks a one-time password; empty if it is right. */
  public Optional<Refusal> checkOtp(String userId, String code) {
    lock.lock();
    try {
      if (!guesses.take(userId, GUESSES, GUESS_REFILL)) {
        return Optional.of(new Refusal.TooManyCodes());
      }
      for (Authenticator each : authenticators.list(userId)) {
        if (each.factor() instanceof Factor.Otp otp && useStep(each, otp, code)) {
          verified(userId, each.id());
          return Optional.empty();
        }
      }
      return Optional.of(new Refusal.WrongOtp());
    } finally {
      lock.unlock();
    }
  }

  private boolean useStep(Authenticator authenticator, Factor.Otp otp, String code) {
    OptionalLong step =
        Totp.match(
            Base32.decode(otp.secret().reveal()),
            code,
            clock.instant(),
            usedSteps.getOrDefault(authenticator.id(), Long.MIN_VALUE));
    step.ifPresent(
        used -> {
          usedSteps.put(authenticator.id(), used);
          usedStepTable.put(authenticator.id(), used);
        });
    return step.isPresent();
  }

  /** Checks the answer to a challenge: its code, or what the device answered; empty if right. */
  public Optional<Refusal> checkOob(String userId, String oobCode, Optional<String> bindingCode) {
    lock.lock();
    try {
      Optional<Challenge> found = challenges.find(oobCode, userId);
      if (found.isEmpty()) {
        return Optional.of(new Refusal.MfaRejected());
      }
      Challenge challenge = found.get();
      Optional<Refusal> refusal =
          challenge
              .bindingCode()
              .map(expected -> checkCode(userId, expected, bindingCode))
              .orElseGet(() -> checkPush(oobCode));
      if (refusal.isEmpty()) {
        challenges.complete(oobCode);
        verified(userId, challenge.authenticatorId());
      }
      return refusal;
    } finally {
      lock.unlock();
    }
  }

  private Optional<Refusal> checkCode(
      String userId, Secret expected, Optional<String> bindingCode) {
    if (bindingCode.isEmpty()) {
      return Optional.of(new Refusal.MissingParameter("binding_code"));
    }
    if (!guesses.take(userId, GUESSES, GUESS_REFILL)) {
      return Optional.of(new Refusal.TooManyCodes());
    }
    return expected.matches(bindingCode.get())
        ? Optional.empty()
        : Optional.of(new Refusal.WrongBindingCode());
  }

  private Optional<Refusal> checkPush(String oobCode) {
    return switch (challenges.poll(oobCode)) {
      case ALLOWED -> Optional.empty();
      case DENIED -> Optional.of(new Refusal.MfaRejected());
      case PENDING -> Optional.of(new Refusal.AuthorizationPending());
      case TOO_EARLY -> Optional.of(new Refusal.SlowDown());
    };
  }

  /** Checks a recovery code; a right one is replaced. */
  public Recovery checkRecoveryCode(String userId, String code) {
    lock.lock();
    try {
      if (!guesses.take(userId, GUESSES, GUESS_REFILL)) {
        return new NotRecovered(new Refusal.TooManyCodes());
      }
      for (Authenticator each : authenticators.list(userId)) {
        if (each.factor() instanceof Factor.RecoveryCode known && known.code().matches(code)) {
          Secret next = secrets.recoveryCode();
          authenticators.change(
              userId,
              each.id(),
              before -> new Authenticator(before.id(), new Factor.RecoveryCode(next), true));
          guesses.reset(userId);
          return new Recovered(next);
        }
      }
      return new NotRecovered(new Refusal.WrongRecoveryCode());
    } finally {
      lock.unlock();
    }
  }

  /** The code that the user's authenticator app shows now, if one is enrolled. */
  public Optional<String> otpCode(String userId) {
    return authenticators
        .active(userId)
        .map(Authenticator::factor)
        .filter(Factor.Otp.class::isInstance)
        .map(Factor.Otp.class::cast)
        .findFirst()
        .map(otp -> Totp.code(Base32.decode(otp.secret().reveal()), Totp.step(clock.instant())));
  }

  private void verified(String userId, String authenticatorId) {
    guesses.reset(userId);
    authenticators.change(userId, authenticatorId, Authenticator::activated);
  }

  /** The result of checking a recovery code. */
  public sealed interface Recovery {}

  /** The code is right; this is the next one. */
  public record Recovered(Secret next) implements Recovery {}

  /** The code is not accepted. */
  public record NotRecovered(Refusal refusal) implements Recovery {}
}
