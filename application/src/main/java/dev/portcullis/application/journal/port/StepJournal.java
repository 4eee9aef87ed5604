package dev.portcullis.application.journal.port;

import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.outcome.ProviderRequestId;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * Writes down, once, how each step ended that follows a login or stands beside it. Same duties as
 * {@link LoginJournal}; its contract is {@code StepJournalContract} in the testkit.
 */
@FunctionalInterface
public interface StepJournal {

  /**
   * Writes one step down.
   *
   * @param upstream where the provider's own logs tell more
   * @param elapsed from the request's arrival to the outcome, not negative
   */
  void record(Requester requester, Step step, Option<ProviderRequestId> upstream, Duration elapsed);

  /** A journal that writes to this one and then to {@code other}. */
  default StepJournal and(StepJournal other) {
    return (requester, step, upstream, elapsed) -> {
      record(requester, step, upstream, elapsed);
      other.record(requester, step, upstream, elapsed);
    };
  }

  /** What was done, and how it ended. */
  sealed interface Step {

    record Refresh(RefreshOutcome outcome) implements Step {}

    record Revoke(RevokeOutcome outcome) implements Step {}

    record MfaAuthenticators(AuthenticatorsOutcome outcome) implements Step {}

    record MfaChallenge(ChallengeOutcome outcome) implements Step {}

    record MfaEnrollment(EnrollmentOutcome outcome) implements Step {}

    record MfaVerification(MfaOutcome outcome) implements Step {}

    /** A user asked for a reset, and this was the answer. */
    record ResetAsked(LoginIdentifier identifier, ResetOutcome outcome) implements Step {}

    /** What became of a reset that was asked for, which only the operator learns. */
    record ResetStarted(LoginIdentifier identifier, BreachOutcome outcome) implements Step {}
  }
}
