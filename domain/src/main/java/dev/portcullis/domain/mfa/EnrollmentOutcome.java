package dev.portcullis.domain.mfa;

import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.collection.Seq;

/**
 * How an enrolment began; the factor counts once it has been verified. Adding a case breaks
 * embedders and is a major version.
 */
public sealed interface EnrollmentOutcome {

  /**
   * To be entered into an authenticator app.
   *
   * @param uri {@code otpauth://…}, to be shown as a QR code
   * @param recoveryCodes to be kept by the user; shown once
   */
  record OtpEnrolled(OtpSecret secret, OtpSecret uri, Seq<RecoveryCode> recoveryCodes)
      implements EnrollmentOutcome {}

  /**
   * A first code is on its way.
   *
   * @param prompt as in {@link ChallengeOutcome.OobSent}
   * @param recoveryCodes to be kept by the user; shown once
   */
  record OobEnrolled(OobCode code, boolean prompt, Seq<RecoveryCode> recoveryCodes)
      implements EnrollmentOutcome {}

  /** The user has a factor already, which alone counts: challenge it. */
  record AlreadyEnrolled() implements EnrollmentOutcome {}

  /** The tenant does not offer this kind of factor, or does not take this number. */
  record FactorUnavailable() implements EnrollmentOutcome {}

  /** The login waited too long, or there never was one: start over with the password. */
  record LoginExpired() implements EnrollmentOutcome {}

  /** Too many codes were sent; wait some minutes. */
  record TooManyCodes() implements EnrollmentOutcome {}

  /** No answer; the factor may have been enrolled all the same. */
  record Unanswered(ProviderFault why) implements EnrollmentOutcome {}
}
