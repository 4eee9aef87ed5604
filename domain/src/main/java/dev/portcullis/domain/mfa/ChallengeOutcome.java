package dev.portcullis.domain.mfa;

import dev.portcullis.domain.outcome.ProviderFault;

/** How a challenge began. Adding a case breaks embedders and is a major version. */
public sealed interface ChallengeOutcome {

  /** The user reads a one-time password off the authenticator app. */
  record OtpExpected() implements ChallengeOutcome {}

  /**
   * A text, an e-mail or a push notification is on its way.
   *
   * @param prompt whether the user gets a code to type in; else the user answers on the device, and
   *     whoever waits asks again every few seconds
   */
  record OobSent(OobCode code, boolean prompt) implements ChallengeOutcome {}

  /** The user has no factor yet and has to enrol one. */
  record EnrollmentRequired() implements ChallengeOutcome {}

  /** The user has no such factor, or it cannot be challenged in this way. */
  record FactorUnavailable() implements ChallengeOutcome {}

  /** The login waited too long, or there never was one: start over with the password. */
  record LoginExpired() implements ChallengeOutcome {}

  /** Too many codes were sent or tried; wait some minutes. */
  record TooManyCodes() implements ChallengeOutcome {}

  /** Refused by the tenant's own rule, with its reason (may be empty). */
  record Denied(String reason) implements ChallengeOutcome {}

  /** No answer; a code may be on its way all the same. */
  record Unanswered(ProviderFault why) implements ChallengeOutcome {}
}
