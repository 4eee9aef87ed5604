package dev.portcullis.testkit.fake;

import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.testkit.contract.RefreshTokensContract;
import io.vavr.control.Option;

class InMemoryRefreshTokensContractTest implements RefreshTokensContract {

  @Override
  public RefreshTokens refreshTokens(Situation situation) {
    InMemoryRefreshTokens tokens = new InMemoryRefreshTokens().knowing(KNOWN);
    ProviderError error = new ProviderError(500, "", "");
    return switch (situation) {
      case ORDINARY -> tokens;
      case DENIED -> tokens.answering(new RefreshOutcome.Denied(""));
      case MFA_REQUIRED -> tokens.answering(new RefreshOutcome.MfaRequired(new MfaToken("mfa")));
      case RATE_LIMITED -> tokens.failing(new ProviderFault.RateLimited(Option.none()));
      case GATEWAY_REFUSED ->
          tokens.failing(
              new ProviderFault.Misconfigured(Misconfiguration.CLIENT_AUTHENTICATION, error));
      case UNREACHABLE ->
          tokens.failing(new ProviderFault.Unreachable(ConnectFault.CONNECT_REFUSED));
      case SILENT -> tokens.failing(new ProviderFault.NoAnswer(NoAnswerFault.TIMED_OUT));
      case UNINTELLIGIBLE -> tokens.failing(new ProviderFault.Unintelligible(error));
    };
  }
}
