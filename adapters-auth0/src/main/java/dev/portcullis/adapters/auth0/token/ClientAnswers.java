package dev.portcullis.adapters.auth0.token;

import static dev.portcullis.domain.outcome.Misconfiguration.GRANT_NOT_ALLOWED;

import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * What the answers to {@link TokenRequest.Probe} mean; total, as {@link Auth0Answers} is. That
 * Auth0 checks the secret before the grant, so that {@code unauthorized_client} stands for a secret
 * that is accepted, is not documented and not verified.
 */
final class ClientAnswers {

  private ClientAnswers() {}

  static ClientProof read(HttpReply reply, Instant now) {
    int status = reply.status();
    Option<TokenAnswer> answer = TokenAnswer.parse(reply);
    String code = answer.flatMap(TokenAnswer::error).getOrElse("");
    boolean refused = status >= 400 && status < 500;
    if (refused && code.equals("unauthorized_client")) {
      return new ClientProof.Accepted(0);
    }
    // The API does not exist, or the application may not call it: asked after the secret.
    if (status == 403 && code.equals("access_denied")) {
      return new ClientProof.Accepted(0);
    }
    if (status == 200 && answer.exists(it -> it.accessToken().isDefined())) {
      return new ClientProof.Accepted(0);
    }
    ProviderFault fault =
        answer
            .map(it -> TokenFaults.fault(reply, it, GRANT_NOT_ALLOWED, now))
            .getOrElse(() -> TokenFaults.withoutAnswer(reply, now));
    return fault instanceof ProviderFault.Misconfigured(var what, var error)
            && what == Misconfiguration.CLIENT_AUTHENTICATION
        ? new ClientProof.Refused(error)
        : new ClientProof.Unknown(fault);
  }
}
