package dev.portcullis.application.session;

import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.Renewal;

/** Exchanges a refresh token. Blocks until the provider has answered; safe for concurrent use. */
@FunctionalInterface
public interface RenewTokensUseCase {

  /** Submits the token at most once, because a token that rotates ends its family if sent twice. */
  RefreshOutcome renew(Renewal renewal);
}
