package dev.portcullis.domain.mfa;

import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.token.Tokens;
import io.vavr.control.Option;

/** How one try at the second step ended. Adding a case breaks embedders and is a major version. */
public sealed interface MfaOutcome {

  /**
   * Logged in.
   *
   * @param newRecoveryCode takes the place of the one just used; shown to the user once
   */
  record Granted(Tokens tokens, Option<RecoveryCode> newRecoveryCode) implements MfaOutcome {}

  /** Not the right code, or no longer. */
  record WrongCode() implements MfaOutcome {}

  /** The user has not answered the push notification yet: ask again in some seconds. */
  record Pending() implements MfaOutcome {}

  /** As {@link Pending}, and asked too often: ask less often from now on. */
  record SlowDown() implements MfaOutcome {}

  /** The user, or the provider for the user, turned the push notification down. */
  record Rejected() implements MfaOutcome {}

  /** The login waited too long, or there never was one: start over with the password. */
  record LoginExpired() implements MfaOutcome {}

  /** Too many codes were tried; wait some minutes. */
  record TooManyCodes() implements MfaOutcome {}

  /** Refused by the tenant's own rule, with its reason (may be empty). */
  record Denied(String reason) implements MfaOutcome {}

  /** Blocked by an administrator. */
  record UserBlocked() implements MfaOutcome {}

  /** No answer; the try may have counted. */
  record Unanswered(ProviderFault why) implements MfaOutcome {}
}
