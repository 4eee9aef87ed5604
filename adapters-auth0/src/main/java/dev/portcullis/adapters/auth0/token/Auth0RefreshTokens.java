package dev.portcullis.adapters.auth0.token;

import dev.portcullis.adapters.auth0.transport.Calls;
import dev.portcullis.adapters.auth0.transport.ForwardedFor;
import dev.portcullis.adapters.auth0.transport.HttpCoreClient;
import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Scope;
import io.vavr.control.Option;
import java.time.InstantSource;

/** Renews and revokes refresh tokens at Auth0, with one request each. */
public final class Auth0RefreshTokens implements RefreshTokens {

  private final Auth0TokenApi api;
  private final Auth0RevocationApi revocation;
  private final InstantSource time;

  public Auth0RefreshTokens(
      HttpCoreClient http, TokenForm form, Auth0TokenApi api, InstantSource time) {
    this.api = api;
    this.revocation = Auth0RevocationApi.of(http, form);
    this.time = time;
  }

  @Override
  public ProviderReply<RefreshOutcome> renew(
      RefreshToken token, Option<Scope> scope, ClientAddress client) {
    return Calls.answered(
        () -> api.token(new TokenRequest.Refresh(token, scope), ForwardedFor.of(client)),
        reply -> RefreshAnswers.renewal(reply, time.instant()),
        RefreshOutcome.Unanswered::new);
  }

  @Override
  public ProviderReply<RevokeOutcome> revoke(RefreshToken token) {
    return Calls.answered(
        () -> revocation.revoke(new TokenRequest.Revocation(token)),
        reply -> RefreshAnswers.revocation(reply, time.instant()),
        RevokeOutcome.Unanswered::new);
  }
}
