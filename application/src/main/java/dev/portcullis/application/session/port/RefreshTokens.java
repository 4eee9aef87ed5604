package dev.portcullis.application.session.port;

import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Scope;
import io.vavr.control.Option;

/**
 * Has the provider renew and revoke tokens. An implementation submits a token at most once, because
 * one that rotates ends its family if it comes twice; it ends within a bounded time; it throws
 * nothing; it is safe for concurrent use. Its contract is {@code RefreshTokensContract} in the
 * testkit.
 */
public interface RefreshTokens {

  /**
   * New tokens for a refresh token.
   *
   * @param scope a part of what was granted; without one, all of it
   * @param client the end user's address, passed on to the provider as such
   */
  ProviderReply<RefreshOutcome> renew(
      RefreshToken token, Option<Scope> scope, ClientAddress client);

  /** Ends a refresh token; one that is unknown counts as ended (RFC 7009 section 2.2). */
  ProviderReply<RevokeOutcome> revoke(RefreshToken token);
}
