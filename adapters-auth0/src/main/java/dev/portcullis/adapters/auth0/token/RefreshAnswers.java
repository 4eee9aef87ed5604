package dev.portcullis.adapters.auth0.token;

import static dev.portcullis.adapters.auth0.token.TokenFaults.says;
import static dev.portcullis.domain.outcome.Misconfiguration.REFRESH_NOT_ALLOWED;

import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.token.MfaToken;
import java.time.Instant;

/** What the answers to a refresh token mean; total, as {@link Auth0Answers} is. */
final class RefreshAnswers {

  private RefreshAnswers() {}

  static RefreshOutcome renewal(HttpReply reply, Instant now) {
    return TokenAnswer.parse(reply)
        .map(answer -> renewal(reply, answer, now))
        .getOrElse(() -> new RefreshOutcome.Unanswered(TokenFaults.withoutAnswer(reply, now)));
  }

  private static RefreshOutcome renewal(HttpReply reply, TokenAnswer answer, Instant now) {
    int status = reply.status();
    if (status == 200) {
      return TokenFaults.tokens(answer)
          .<RefreshOutcome>map(RefreshOutcome.Renewed::new)
          .getOrElse(
              () -> new RefreshOutcome.Unanswered(TokenFaults.unintelligible(status, answer)));
    }
    boolean refused = status >= 400 && status < 500;
    return switch (refused ? answer.error().getOrElse("") : "") {
      case "invalid_grant", "unauthorized", "blocked_user" ->
          new RefreshOutcome.RefreshTokenInvalid();
      case "invalid_scope" -> new RefreshOutcome.ScopeRefused();
      case "access_denied" -> status == 403 ? denied(answer) : unanswered(reply, answer, now);
      case "mfa_required" ->
          TokenFaults.token(answer.mfaToken(), MfaToken::new)
              .<RefreshOutcome>map(token -> new RefreshOutcome.MfaRequired(token))
              .getOrElse(() -> unanswered(reply, answer, now));
      default -> unanswered(reply, answer, now);
    };
  }

  /** One of Auth0's own pages has this code for a token that is good no longer. */
  private static RefreshOutcome denied(TokenAnswer answer) {
    return says(answer, "invalid refresh token")
        ? new RefreshOutcome.RefreshTokenInvalid()
        : new RefreshOutcome.Denied(TokenFaults.clean(answer.description()));
  }

  private static RefreshOutcome unanswered(HttpReply reply, TokenAnswer answer, Instant now) {
    return new RefreshOutcome.Unanswered(
        TokenFaults.fault(reply, answer, REFRESH_NOT_ALLOWED, now));
  }

  static RevokeOutcome revocation(HttpReply reply, Instant now) {
    // What a body says beside this status does not matter (RFC 7009 section 2.2).
    if (reply.status() == 200) {
      return new RevokeOutcome.Revoked();
    }
    ProviderFault fault =
        TokenAnswer.parse(reply)
            .map(answer -> TokenFaults.fault(reply, answer, REFRESH_NOT_ALLOWED, now))
            .getOrElse(() -> TokenFaults.withoutAnswer(reply, now));
    return new RevokeOutcome.Unanswered(fault);
  }
}
