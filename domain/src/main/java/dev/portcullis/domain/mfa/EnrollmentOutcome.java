package dev.portcullis.domain.mfa;

import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Option;

/**
 * How an enrolment began; the factor counts once it has been verified. Adding a case breaks
 * embedders and is a major version.
 */
public sealed interface EnrollmentOutcome extends Outcome {

  /** Every code that an enrolment can begin with. */
  Set<OutcomeCode> CODES =
      LinkedHashSet.of(
              OutcomeCode.OTP_ENROLLED,
              OutcomeCode.OOB_ENROLLED,
              OutcomeCode.ALREADY_ENROLLED,
              OutcomeCode.FACTOR_UNAVAILABLE,
              OutcomeCode.LOGIN_EXPIRED,
              OutcomeCode.TOO_MANY_CODES)
          .addAll(ProviderFault.CODES);

  @Override
  default OutcomeCode code() {
    return switch (this) {
      case OtpEnrolled enrolled -> OutcomeCode.OTP_ENROLLED;
      case OobEnrolled enrolled -> OutcomeCode.OOB_ENROLLED;
      case AlreadyEnrolled enrolled -> OutcomeCode.ALREADY_ENROLLED;
      case FactorUnavailable unavailable -> OutcomeCode.FACTOR_UNAVAILABLE;
      case LoginExpired expired -> OutcomeCode.LOGIN_EXPIRED;
      case TooManyCodes codes -> OutcomeCode.TOO_MANY_CODES;
      case Unanswered unanswered -> unanswered.why().code();
    };
  }

  @Override
  default Option<ProviderFault> fault() {
    return this instanceof Unanswered(var why) ? Option.some(why) : Option.none();
  }

  /**
   * To be entered into an authenticator app.
   *
   * @param uri {@code otpauth://…}, to be shown as a QR code
   * @param recoveryCodes to be kept by the user; shown once
   */
  record OtpEnrolled(OtpSecret secret, OtpSecret uri, Seq<RecoveryCode> recoveryCodes)
      implements EnrollmentOutcome {}

  /**
   * A first code was sent.
   *
   * @param prompt as in {@link ChallengeOutcome.OobSent}
   * @param recoveryCodes to be kept by the user; shown once
   */
  record OobEnrolled(OobCode oobCode, boolean prompt, Seq<RecoveryCode> recoveryCodes)
      implements EnrollmentOutcome {}

  /** The user has a factor already, which alone counts: challenge it. */
  record AlreadyEnrolled() implements EnrollmentOutcome {}

  /** The tenant does not offer this kind of factor, or does not take this number. */
  record FactorUnavailable() implements EnrollmentOutcome {}

  /** The login waited too long, or there never was one: start over with the password. */
  record LoginExpired() implements EnrollmentOutcome {}

  /** Too many codes were sent; wait some minutes. */
  record TooManyCodes() implements EnrollmentOutcome {}

  /** The provider decided nothing; the factor may have been enrolled anyway. */
  record Unanswered(ProviderFault why) implements EnrollmentOutcome {}
}
