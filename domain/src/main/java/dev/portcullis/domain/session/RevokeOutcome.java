package dev.portcullis.domain.session;

import dev.portcullis.domain.outcome.ProviderFault;

/** How one revocation ended. Adding a case breaks embedders and is a major version. */
public sealed interface RevokeOutcome {

  /** The token is good no longer; that it never was is not told apart (RFC 7009 section 2.2). */
  record Revoked() implements RevokeOutcome {}

  /** No answer; the token may still be good. */
  record Unanswered(ProviderFault why) implements RevokeOutcome {}
}
