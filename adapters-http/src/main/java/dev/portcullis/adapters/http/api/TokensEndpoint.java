package dev.portcullis.adapters.http.api;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.ClientAddresses;
import dev.portcullis.adapters.http.intake.Fields;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.session.RenewTokensUseCase;
import dev.portcullis.application.session.RevokeTokensUseCase;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.session.Renewal;
import dev.portcullis.domain.session.Revocation;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Scope;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Set;
import io.vavr.control.Validation;
import java.io.IOException;

/** {@code POST /api/auth/refresh} and {@code POST /api/auth/revoke}. */
public final class TokensEndpoint {

  private static final String TOKEN = "refresh_token";
  public static final Set<String> REFRESH = LinkedHashSet.of(TOKEN, "scope");
  public static final Set<String> REVOKE = LinkedHashSet.of(TOKEN);

  private final RequestIntake callers;
  private final RenewTokensUseCase renew;
  private final RevokeTokensUseCase revoke;

  public TokensEndpoint(
      ClientAddresses addresses,
      RenewTokensUseCase renew,
      RevokeTokensUseCase revoke,
      Journal journal) {
    this.callers = new RequestIntake(addresses, journal);
    this.renew = renew;
    this.revoke = revoke;
  }

  Reply refresh(GatewayRequest request, RequestId id) throws IOException {
    return callers.answer(
        request,
        id,
        REFRESH,
        (fields, requester) ->
            Fields.flat(
                Validation.combine(
                        fields.required(TOKEN, RefreshToken::of),
                        fields.optional("scope", Scope::of))
                    .ap((token, scope) -> new Renewal(requester, token, scope))),
        renewal -> TokenReplies.of(renew.renew(renewal), id));
  }

  Reply revoke(GatewayRequest request, RequestId id) throws IOException {
    return callers.answer(
        request,
        id,
        REVOKE,
        (fields, requester) ->
            fields.required(TOKEN, RefreshToken::of).map(token -> new Revocation(requester, token)),
        revocation -> TokenReplies.of(revoke.revoke(revocation), id));
  }
}
