package dev.portcullis.application.journal;

import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import io.vavr.collection.Set;
import java.util.Locale;

/** A step that follows a login or stands beside it. */
public enum Step {
  REFRESH,
  REVOKE,
  MFA_AUTHENTICATORS,
  MFA_CHALLENGE,
  MFA_ENROLLMENT,
  MFA_VERIFICATION,
  /** A user asked for a reset; the outcome is the answer to the user. */
  RESET_ASKED,
  /** A reset was started; only the operator sees the outcome. */
  RESET_STARTED;

  private final String word;

  Step() {
    this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The stable word, such as {@code mfa-verification}. */
  public String word() {
    return word;
  }

  /** Every code that this step can end with. */
  public Set<OutcomeCode> codes() {
    return switch (this) {
      case REFRESH -> RefreshOutcome.CODES;
      case REVOKE -> RevokeOutcome.CODES;
      case MFA_AUTHENTICATORS -> AuthenticatorsOutcome.CODES;
      case MFA_CHALLENGE -> ChallengeOutcome.CODES;
      case MFA_ENROLLMENT -> EnrollmentOutcome.CODES;
      case MFA_VERIFICATION -> MfaOutcome.CODES;
      case RESET_ASKED -> ResetOutcome.CODES;
      case RESET_STARTED -> ResetStart.CODES;
    };
  }
}
