package dev.portcullis.domain.mfa;

import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Set;
import io.vavr.control.Option;

/** How a challenge began. Adding a case breaks embedders and is a major version. */
public sealed interface ChallengeOutcome extends Outcome {

  /** Every code that a challenge can begin with. */
  Set<OutcomeCode> CODES =
      LinkedHashSet.of(
              OutcomeCode.OTP_EXPECTED,
              OutcomeCode.OOB_SENT,
              OutcomeCode.ENROLLMENT_REQUIRED,
              OutcomeCode.FACTOR_UNAVAILABLE,
              OutcomeCode.LOGIN_EXPIRED,
              OutcomeCode.TOO_MANY_CODES,
              OutcomeCode.DENIED)
          .addAll(ProviderFault.CODES);

  @Override
  default OutcomeCode code() {
    return switch (this) {
      case OtpExpected expected -> OutcomeCode.OTP_EXPECTED;
      case OobSent sent -> OutcomeCode.OOB_SENT;
      case EnrollmentRequired required -> OutcomeCode.ENROLLMENT_REQUIRED;
      case FactorUnavailable unavailable -> OutcomeCode.FACTOR_UNAVAILABLE;
      case LoginExpired expired -> OutcomeCode.LOGIN_EXPIRED;
      case TooManyCodes codes -> OutcomeCode.TOO_MANY_CODES;
      case Denied denied -> OutcomeCode.DENIED;
      case Unanswered unanswered -> unanswered.why().code();
    };
  }

  @Override
  default Option<ProviderFault> fault() {
    return this instanceof Unanswered(var why) ? Option.some(why) : Option.none();
  }

  /** The user reads a one-time password off the authenticator app. */
  record OtpExpected() implements ChallengeOutcome {}

  /**
   * A text, an e-mail or a push notification was sent.
   *
   * @param prompt whether the user gets a code to type in; else the user answers on the device, and
   *     the client polls every few seconds
   */
  record OobSent(OobCode oobCode, boolean prompt) implements ChallengeOutcome {}

  /** The user has no factor yet and has to enrol one. */
  record EnrollmentRequired() implements ChallengeOutcome {}

  /** The user has no such factor, or it cannot be challenged in this way. */
  record FactorUnavailable() implements ChallengeOutcome {}

  /** The login waited too long, or there never was one: start over with the password. */
  record LoginExpired() implements ChallengeOutcome {}

  /** Too many codes were sent or tried; wait some minutes. */
  record TooManyCodes() implements ChallengeOutcome {}

  /** Refused by a rule of the operator's own at the provider, with its reason (may be empty). */
  record Denied(String reason) implements ChallengeOutcome {}

  /** The provider decided nothing; a code may have been sent anyway. */
  record Unanswered(ProviderFault why) implements ChallengeOutcome {}
}
