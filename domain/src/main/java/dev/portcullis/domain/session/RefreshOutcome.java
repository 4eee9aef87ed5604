package dev.portcullis.domain.session;

import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Set;
import io.vavr.control.Option;

/** How one renewal ended. Adding a case breaks embedders and is a major version. */
public sealed interface RefreshOutcome extends Outcome {

  /** Every code that a renewal can end with. */
  Set<OutcomeCode> CODES =
      LinkedHashSet.of(
              OutcomeCode.RENEWED,
              OutcomeCode.REFRESH_TOKEN_INVALID,
              OutcomeCode.SCOPE_REFUSED,
              OutcomeCode.DENIED,
              OutcomeCode.MFA_REQUIRED)
          .addAll(ProviderFault.CODES);

  @Override
  default OutcomeCode code() {
    return switch (this) {
      case Renewed renewed -> OutcomeCode.RENEWED;
      case RefreshTokenInvalid invalid -> OutcomeCode.REFRESH_TOKEN_INVALID;
      case ScopeRefused refused -> OutcomeCode.SCOPE_REFUSED;
      case Denied denied -> OutcomeCode.DENIED;
      case MfaRequired required -> OutcomeCode.MFA_REQUIRED;
      case Unanswered unanswered -> unanswered.why().code();
    };
  }

  @Override
  default Option<ProviderFault> fault() {
    return this instanceof Unanswered(var why) ? Option.some(why) : Option.none();
  }

  /**
   * New tokens.
   *
   * @param tokens with a refresh token only if it replaces the one used, which is then no longer
   *     valid
   */
  record Renewed(Tokens tokens) implements RefreshOutcome {}

  /** Unknown, expired, revoked, used before, or its user is gone or blocked: log in again. */
  record RefreshTokenInvalid() implements RefreshOutcome {}

  /** The scope asked for is not a part of what was granted. */
  record ScopeRefused() implements RefreshOutcome {}

  /** Refused by a rule of the operator's own at the provider, with its reason (may be empty). */
  record Denied(String reason) implements RefreshOutcome {}

  /** A rule of the operator's own at the provider asks for a second factor first. */
  record MfaRequired(MfaToken token) implements RefreshOutcome {}

  /** The provider decided nothing; the token may have been used up if the request was submitted. */
  record Unanswered(ProviderFault why) implements RefreshOutcome {}
}
