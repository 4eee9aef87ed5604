package dev.portcullis.adapters.http.api;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.intake.Fields;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.application.session.RenewTokensUseCase;
import dev.portcullis.application.session.RevokeTokensUseCase;
import dev.portcullis.domain.session.Renewal;
import dev.portcullis.domain.session.Revocation;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Scope;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Validation;

/** {@code POST /api/auth/refresh} and {@code POST /api/auth/revoke}. */
public final class TokensEndpoint {

  private static final String TOKEN = "refresh_token";
  private static final Set<String> REFRESH = LinkedHashSet.of(TOKEN, "scope");
  private static final Set<String> REVOKE = LinkedHashSet.of(TOKEN);

  private TokensEndpoint() {}

  /** Both endpoints. */
  public static Seq<Endpoint> of(
      RequestIntake intake, RenewTokensUseCase renew, RevokeTokensUseCase revoke) {
    return Vector.of(
        intake.post(
            "/api/auth/refresh",
            REFRESH,
            (fields, requester) ->
                Fields.flat(
                    Validation.combine(
                            fields.required(TOKEN, RefreshToken::of),
                            fields.optional("scope", Scope::of))
                        .ap((token, scope) -> new Renewal(requester, token, scope))),
            (renewal, id) -> TokenReplies.of(renew.renew(renewal), id)),
        intake.post(
            "/api/auth/revoke",
            REVOKE,
            (fields, requester) ->
                fields
                    .required(TOKEN, RefreshToken::of)
                    .map(token -> new Revocation(requester, token)),
            (revocation, id) -> TokenReplies.of(revoke.revoke(revocation), id)));
  }
}
