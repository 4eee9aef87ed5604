package dev.portcullis.adapters.redis;

import static dev.portcullis.testkit.Fixtures.anAttempt;

import dev.portcullis.adapters.memory.InMemoryAttemptLimiter;
import dev.portcullis.adapters.memory.InMemoryGuessLimiter;
import dev.portcullis.adapters.memory.InMemoryRenewedSessions;
import dev.portcullis.adapters.memory.InMemoryResetLimiter;
import dev.portcullis.adapters.memory.InMemoryRevokedSessions;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.application.session.port.RenewalTurns;
import dev.portcullis.application.session.port.RenewedSessions;
import dev.portcullis.application.session.port.RevokedSessions;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.session.SessionFingerprint;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.testkit.contract.RevokedSessionsContract;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What one gateway has of a store, in real time. */
final class Instance implements AutoCloseable {

  private static final Duration LIFETIME = Duration.ofMinutes(10);
  private static final ResetLimits LIMITS = new ResetLimits(3, 1000, Duration.ofMinutes(15));

  private final RecordingEvents events = new RecordingEvents();
  private final RedisStore store;
  private final RevokedSessions revoked;
  private final ResetLimiter resets;
  private final RenewedSessions renewed;
  private final RenewalTurns turns;
  private final GuessLimiter guesses;
  private final AttemptLimiter attempts;

  private Instance(RedisSettings settings) {
    InstantSource time = InstantSource.system();
    this.store = RedisStore.of(settings, settings::password, events);
    this.revoked = store.revokedSessions(new InMemoryRevokedSessions(time), time);
    this.resets = store.resetLimiter(LIMITS, new InMemoryResetLimiter(LIMITS, 10_000, time), time);
    this.renewed = store.renewedSessions(new InMemoryRenewedSessions(time), time);
    this.turns = store.renewalTurns(Duration.ofSeconds(30));
    this.guesses =
        store.guessLimiter(5, LIFETIME, new InMemoryGuessLimiter(5, LIFETIME, 10_000, time), time);
    AttemptLimits limits =
        AttemptLimits.protect()
            .with(
                AttemptLimit.PER_USER_AND_ADDRESS,
                AttemptLimits.protect().rule(AttemptLimit.PER_USER_AND_ADDRESS).withAttempts(3));
    this.attempts =
        store.attemptLimiter(
            limits, new InMemoryAttemptLimiter(limits, 10_000, time), Duration.ofSeconds(12), time);
  }

  static Instance start(RedisSettings settings) {
    return startWithin(settings, Duration.ofSeconds(30));
  }

  static Instance startWithin(RedisSettings settings, Duration patience) {
    Instance instance = new Instance(settings);
    instance.store.start(patience);
    return instance;
  }

  RecordingEvents events() {
    return events;
  }

  boolean logOut(int session) {
    return revoked.revoke(
        RevokedSessionsContract.session(session), Instant.now().plus(Duration.ofHours(12)));
  }

  boolean refuses(int session) {
    return revoked.contains(RevokedSessionsContract.session(session));
  }

  boolean startsReset(String user) {
    return resets.take(anAttempt().by(user).build().subject()).isEmpty();
  }

  /** Takes the turn of a renewal, keeps its result, and forgets it. */
  boolean renewsAlone(int session) {
    SessionFingerprint name = RevokedSessionsContract.session(session);
    boolean kept =
        turns.take(name) instanceof RenewalTurns.Turn.Mine mine
            && turns.renewed(name, mine, "sealed")
            && renewed.keep(name, "sealed", Instant.now().plusSeconds(60));
    renewed.forget(name);
    return kept && renewed.find(name).isEmpty();
  }

  boolean triesCode() {
    return guesses.take(new MfaToken("mfa-token"));
  }

  /** One wrong password, of three that a user has. */
  boolean triesPassword(String user) {
    if (attempts.admit(anAttempt().by(user).build().subject())
        instanceof AttemptLimiter.Admission.Admitted(var attempt, var reached)) {
      attempt.count();
      return true;
    }
    return false;
  }

  @Override
  public void close() {
    store.close();
  }
}
