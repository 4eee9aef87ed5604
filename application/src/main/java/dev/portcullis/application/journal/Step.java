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
  REFRESH(RefreshOutcome.CODES),
  REVOKE(RevokeOutcome.CODES),
  MFA_AUTHENTICATORS(AuthenticatorsOutcome.CODES),
  MFA_CHALLENGE(ChallengeOutcome.CODES),
  MFA_ENROLLMENT(EnrollmentOutcome.CODES),
  MFA_VERIFICATION(MfaOutcome.CODES),
  /** A user requested a reset; the outcome is what the user was told. */
  RESET_ASKED(ResetOutcome.CODES),
  /** A requested reset was started; only the operator learns the outcome. */
  RESET_STARTED(ResetStart.CODES);

  private final Set<OutcomeCode> codes;
  private final String word;

  Step(Set<OutcomeCode> codes) {
    this.codes = codes;
    this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The stable word, such as {@code mfa-verification}. */
  public String word() {
    return word;
  }

  /** Every code that this step can end with. */
  public Set<OutcomeCode> codes() {
    return codes;
  }
}
