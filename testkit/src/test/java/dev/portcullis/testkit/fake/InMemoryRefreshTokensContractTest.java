package dev.portcullis.testkit.fake;

import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.testkit.Outcomes;
import dev.portcullis.testkit.contract.RefreshTokensContract;

class InMemoryRefreshTokensContractTest implements RefreshTokensContract {

  @Override
  public RefreshTokens refreshTokens(Situation situation) {
    InMemoryRefreshTokens tokens = new InMemoryRefreshTokens().knowing(KNOWN);
    return switch (situation) {
      case ORDINARY -> tokens;
      case DENIED -> tokens.answering(new RefreshOutcome.Denied(""));
      case MFA_REQUIRED -> tokens.answering(new RefreshOutcome.MfaRequired(new MfaToken("mfa")));
      default -> tokens.failing(Outcomes.fault(situation.code()));
    };
  }
}
