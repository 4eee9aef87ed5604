package dev.portcullis.adapters.http.api;

import dev.portcullis.adapters.http.exchange.Json;
import dev.portcullis.adapters.http.exchange.Problem;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.mfa.RecoveryCode;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.token.Tokens;
import io.vavr.control.Option;

/** Replies that carry tokens, and those about renewing and revoking them. */
final class TokenReplies {

  private TokenReplies() {}

  public static Reply of(RefreshOutcome outcome, RequestId id) {
    return switch (outcome) {
      case RefreshOutcome.Renewed(var tokens) -> granted(tokens, Option.none(), id);
      case RefreshOutcome.RefreshTokenInvalid() ->
          Problem.of(
                  403,
                  outcome.code(),
                  "invalid_grant",
                  "The session has ended",
                  "The refresh token is not good, or no longer. Log in again.")
              .reply(id);
      case RefreshOutcome.ScopeRefused() ->
          Problem.of(
                  400,
                  outcome.code(),
                  "invalid_scope",
                  "More than was granted",
                  "The scope asked for is not a part of what the login was granted.")
              .reply(id);
      case RefreshOutcome.Denied(var reason) -> LoginReplies.denied(reason).reply(id);
      case RefreshOutcome.MfaRequired(var token) -> LoginReplies.mfaRequired(token).reply(id);
      case RefreshOutcome.Unanswered(var why) -> FaultReplies.of(why, id);
    };
  }

  public static Reply of(RevokeOutcome outcome, RequestId id) {
    return switch (outcome) {
      case RevokeOutcome.Revoked() ->
          Reply.of(200, "application/json", Json.object(json -> {}))
              .with("X-Request-Id", id.value());
      case RevokeOutcome.Unanswered(var why) -> FaultReplies.of(why, id);
    };
  }

  /** As the token endpoint answers (RFC 6749 section 5.1). */
  static Reply granted(Tokens tokens, Option<RecoveryCode> newRecoveryCode, RequestId id) {
    byte[] body =
        Json.object(
            json -> {
              Json.token(json, "access_token", tokens.accessToken());
              if (tokens.refreshToken().isDefined()) {
                Json.token(json, "refresh_token", tokens.refreshToken().get());
              }
              if (tokens.idToken().isDefined()) {
                Json.token(json, "id_token", tokens.idToken().get());
              }
              json.writeStringField("token_type", tokens.tokenType());
              if (tokens.expiresIn().isDefined()) {
                json.writeNumberField("expires_in", tokens.expiresIn().get().toSeconds());
              }
              if (tokens.scope().isDefined()) {
                json.writeStringField("scope", tokens.scope().get());
              }
              if (newRecoveryCode.isDefined()) {
                json.writeStringField("recovery_code", newRecoveryCode.get().value());
              }
            });
    return Reply.of(200, "application/json", body)
        .with("Pragma", "no-cache")
        .with("X-Request-Id", id.value());
  }
}
