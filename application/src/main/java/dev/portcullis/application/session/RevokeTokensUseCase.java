package dev.portcullis.application.session;

import dev.portcullis.domain.session.Revocation;
import dev.portcullis.domain.session.RevokeOutcome;

/** Ends a refresh token. Blocks until the provider has answered; safe for concurrent use. */
@FunctionalInterface
public interface RevokeTokensUseCase {

  RevokeOutcome revoke(Revocation revocation);
}
