package dev.portcullis.domain.session;

import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.Tokens;

/** How one renewal ended. Adding a case breaks embedders and is a major version. */
public sealed interface RefreshOutcome {

  /**
   * New tokens.
   *
   * @param tokens with a refresh token only if it takes the place of the one used, which is then
   *     good no longer
   */
  record Renewed(Tokens tokens) implements RefreshOutcome {}

  /** Unknown, expired, revoked, used before, or its user is gone or blocked: log in again. */
  record NoLongerValid() implements RefreshOutcome {}

  /** The scope asked for is not a part of what was granted. */
  record ScopeRefused() implements RefreshOutcome {}

  /** Refused by the tenant's own rule, with its reason (may be empty). */
  record Denied(String reason) implements RefreshOutcome {}

  /** The tenant's own rule asks for a second factor first. */
  record MfaRequired(MfaToken token) implements RefreshOutcome {}

  /** No answer about the token, which may have been used up if the request was submitted. */
  record Unanswered(ProviderFault why) implements RefreshOutcome {}
}
