package dev.portcullis.testkit.broken;

import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.GuessLimiterContract;
import dev.portcullis.testkit.contract.ResetLimiterContract;
import dev.portcullis.testkit.fake.CountingGuessLimiter;
import dev.portcullis.testkit.fake.CountingResetLimiter;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;

/** Limiters that break their contracts, around those that keep them. */
final class BrokenLimiters {

  private static final String AWAY = "connection refused";

  private BrokenLimiters() {}

  /** The contract's test of a limiter of resets; a subclass breaks it. */
  static class SoundResets implements ResetLimiterContract {
    @Override
    public ResetLimiter limiter(int perUser, int perAddress, TestClock clock) {
      return new CountingResetLimiter(perUser, perAddress, WINDOW, clock);
    }

    @Override
    public Option<ResetLimiter> withoutStore() {
      return Option.some(subject -> Option.some(Duration.ofMinutes(1)));
    }
  }

  static final class ResetsFailWithoutStore extends SoundResets {
    @Override
    public Option<ResetLimiter> withoutStore() {
      return Option.some(
          subject -> {
            throw new IllegalStateException(AWAY);
          });
    }
  }

  static final class ResetsPassWithoutStore extends SoundResets {
    @Override
    public Option<ResetLimiter> withoutStore() {
      return Option.some(subject -> Option.none());
    }
  }

  static final class ResetsCountSpellings extends SoundResets {
    @Override
    public ResetLimiter limiter(int perUser, int perAddress, TestClock clock) {
      ResetLimiter sound = super.limiter(perUser, perAddress, clock);
      return subject ->
          sound.take(of(subject.identifier().value().hashCode() + "@example.com", subject));
    }

    private static LoginSubject of(String identifier, LoginSubject subject) {
      return Fixtures.anAttempt()
          .by(identifier)
          .from(subject.client().toString())
          .build()
          .subject();
    }
  }

  static final class ResetsCountEachAddress extends SoundResets {
    @Override
    public ResetLimiter limiter(int perUser, int perAddress, TestClock clock) {
      ResetLimiter sound = super.limiter(perUser, perAddress, clock);
      return subject ->
          sound.take(
              Fixtures.anAttempt()
                  .by(subject.identifier().value())
                  .from("198.51.100." + Math.floorMod(subject.client().toString().hashCode(), 251))
                  .build()
                  .subject());
    }
  }

  static final class ResetsIgnoreAddresses extends SoundResets {
    @Override
    public ResetLimiter limiter(int perUser, int perAddress, TestClock clock) {
      return super.limiter(perUser, 1_000_000, clock);
    }
  }

  static final class ResetsIgnoreUsers extends SoundResets {
    @Override
    public ResetLimiter limiter(int perUser, int perAddress, TestClock clock) {
      return super.limiter(1_000_000, perAddress, clock);
    }
  }

  /** Ten resets more once the first has been forgotten. */
  static final class ResetsAreSavedUp extends SoundResets {
    @Override
    public ResetLimiter limiter(int perUser, int perAddress, TestClock clock) {
      Instant start = clock.instant();
      ResetLimiter sound = super.limiter(perUser, perAddress, clock);
      ResetLimiter saved = super.limiter(perUser + 10, perAddress + 10, clock);
      return subject ->
          clock.instant().isBefore(start.plus(WINDOW.multipliedBy(2)))
              ? sound.take(subject)
              : saved.take(subject);
    }
  }

  static final class ResetsCountTheUserFirst extends SoundResets {
    @Override
    public ResetLimiter limiter(int perUser, int perAddress, TestClock clock) {
      ResetLimiter users = super.limiter(perUser, 1_000_000, clock);
      ResetLimiter addresses = super.limiter(1_000_000, perAddress, clock);
      return subject -> users.take(subject).orElse(() -> addresses.take(subject));
    }
  }

  /** The contract's test of a limiter of guesses; a subclass breaks it. */
  static class SoundGuesses implements GuessLimiterContract {
    @Override
    public GuessLimiter limiter(int most, Duration lifetime, TestClock clock) {
      return new CountingGuessLimiter(most, lifetime, clock);
    }

    @Override
    public Option<GuessLimiter> withoutStore() {
      return Option.some(login -> false);
    }
  }

  static final class GuessesFailWithoutStore extends SoundGuesses {
    @Override
    public Option<GuessLimiter> withoutStore() {
      return Option.some(
          login -> {
            throw new IllegalStateException(AWAY);
          });
    }
  }

  static final class GuessesPassWithoutStore extends SoundGuesses {
    @Override
    public Option<GuessLimiter> withoutStore() {
      return Option.some(login -> true);
    }
  }

  static final class GuessesShareOneCount extends SoundGuesses {
    @Override
    public GuessLimiter limiter(int most, Duration lifetime, TestClock clock) {
      GuessLimiter sound = super.limiter(most, lifetime, clock);
      return login -> sound.take(new MfaToken("one-for-all"));
    }
  }

  static final class GuessesAreNeverForgotten extends SoundGuesses {
    @Override
    public GuessLimiter limiter(int most, Duration lifetime, TestClock clock) {
      return super.limiter(most, Duration.ofDays(1000), clock);
    }
  }

  static final class GuessesAreForgottenEarly extends SoundGuesses {
    @Override
    public GuessLimiter limiter(int most, Duration lifetime, TestClock clock) {
      return super.limiter(most, lifetime.dividedBy(3), clock);
    }
  }

  static final class GuessesHaveOneMore extends SoundGuesses {
    @Override
    public GuessLimiter limiter(int most, Duration lifetime, TestClock clock) {
      return super.limiter(most + 1, lifetime, clock);
    }
  }
}
