package dev.portcullis.domain.mfa;

import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.token.Tokens;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Set;
import io.vavr.control.Option;

/** How one try at the second step ended. Adding a case breaks embedders and is a major version. */
public sealed interface MfaOutcome extends Outcome {

  /** Every code that a try at the second step can end with. */
  Set<OutcomeCode> CODES =
      LinkedHashSet.of(
              OutcomeCode.GRANTED,
              OutcomeCode.WRONG_CODE,
              OutcomeCode.AUTHORIZATION_PENDING,
              OutcomeCode.SLOW_DOWN,
              OutcomeCode.PUSH_REJECTED,
              OutcomeCode.LOGIN_EXPIRED,
              OutcomeCode.TOO_MANY_CODES,
              OutcomeCode.DENIED,
              OutcomeCode.USER_BLOCKED)
          .addAll(ProviderFault.CODES);

  @Override
  default OutcomeCode code() {
    return switch (this) {
      case Granted granted -> OutcomeCode.GRANTED;
      case WrongCode code -> OutcomeCode.WRONG_CODE;
      case AuthorizationPending pending -> OutcomeCode.AUTHORIZATION_PENDING;
      case SlowDown down -> OutcomeCode.SLOW_DOWN;
      case PushRejected rejected -> OutcomeCode.PUSH_REJECTED;
      case LoginExpired expired -> OutcomeCode.LOGIN_EXPIRED;
      case TooManyCodes codes -> OutcomeCode.TOO_MANY_CODES;
      case Denied denied -> OutcomeCode.DENIED;
      case UserBlocked blocked -> OutcomeCode.USER_BLOCKED;
      case Unanswered unanswered -> unanswered.why().code();
    };
  }

  @Override
  default Option<ProviderFault> fault() {
    return this instanceof Unanswered(var why) ? Option.some(why) : Option.none();
  }

  /**
   * Logged in.
   *
   * @param newRecoveryCode takes the place of the one just used; shown to the user once
   */
  record Granted(Tokens tokens, Option<RecoveryCode> newRecoveryCode) implements MfaOutcome {}

  /** A wrong code, or one that has expired. */
  record WrongCode() implements MfaOutcome {}

  /** The user has not answered the push notification yet: poll again in some seconds. */
  record AuthorizationPending() implements MfaOutcome {}

  /** As {@link AuthorizationPending}, and polled too often: poll less often from now on. */
  record SlowDown() implements MfaOutcome {}

  /** The user, or the provider for the user, turned the push notification down. */
  record PushRejected() implements MfaOutcome {}

  /** The login waited too long, or there never was one: start over with the password. */
  record LoginExpired() implements MfaOutcome {}

  /** Too many codes were tried; wait some minutes. */
  record TooManyCodes() implements MfaOutcome {}

  /** Refused by a rule of the operator's own at the provider, with its reason (may be empty). */
  record Denied(String reason) implements MfaOutcome {}

  /** Blocked by an administrator. */
  record UserBlocked() implements MfaOutcome {}

  /** The provider decided nothing; the try may have counted. */
  record Unanswered(ProviderFault why) implements MfaOutcome {}
}
