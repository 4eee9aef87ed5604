package dev.portcullis.application.protection;

import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Scope;
import io.vavr.control.Option;

/** Renews and revokes through the gate. */
final class ProtectedRefreshTokens implements RefreshTokens {

  private final RefreshTokens tokens;
  private final ProviderGate gate;

  ProtectedRefreshTokens(RefreshTokens tokens, ProviderGate gate) {
    this.tokens = tokens;
    this.gate = gate;
  }

  @Override
  public ProviderReply<RefreshOutcome> renew(
      RefreshToken token, Option<Scope> scope, ClientAddress client) {
    return ProtectedCalls.paced(
        gate,
        client.subscriber(),
        () -> tokens.renew(token, scope, client),
        Outcome::fault,
        RefreshOutcome.Unanswered::new);
  }

  @Override
  public ProviderReply<RevokeOutcome> revoke(RefreshToken token) {
    return ProtectedCalls.unpaced(
        gate,
        () -> tokens.revoke(token),
        reply -> ProtectedCalls.endOf(reply.answer().fault()),
        fault -> ProviderReply.of(new RevokeOutcome.Unanswered(fault)));
  }
}
