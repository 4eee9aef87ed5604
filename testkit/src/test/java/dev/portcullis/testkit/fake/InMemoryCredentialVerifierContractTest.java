package dev.portcullis.testkit.fake;

import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.testkit.contract.CredentialVerifierContract;
import io.vavr.control.Option;

class InMemoryCredentialVerifierContractTest implements CredentialVerifierContract {

  private static final ProviderError ERROR = new ProviderError(500, "", "");

  @Override
  public CredentialVerifier verifier(Situation situation, Credentials known) {
    var provider = new InMemoryCredentialVerifier().knowing(known);
    return switch (situation) {
      case ORDINARY -> provider;
      case PASSWORD_LEAKED -> provider.answering(new Verdict.PasswordLeaked());
      case BRUTE_FORCE_BLOCKED -> provider.answering(new Verdict.BruteForceBlocked());
      case IP_THROTTLED -> provider.answering(new Verdict.IpThrottled());
      case SAME_USER_LIMITED -> provider.answering(new Verdict.SameUserLimited());
      case MFA_REQUIRED -> provider.answering(new Verdict.MfaRequired(new MfaToken("t")));
      case VERIFICATION_REQUIRED -> provider.answering(new Verdict.VerificationRequired());
      case DENIED -> provider.answering(new Verdict.Denied("Members only."));
      case USER_BLOCKED -> provider.answering(new Verdict.UserBlocked());
      case RATE_LIMITED -> provider.failing(new ProviderFault.RateLimited(Option.none()));
      case GATEWAY_REFUSED ->
          provider.failing(
              new ProviderFault.Misconfigured(Misconfiguration.CLIENT_AUTHENTICATION, ERROR));
      case UNREACHABLE ->
          provider.failing(new ProviderFault.Unreachable(ConnectFault.CONNECT_REFUSED));
      case SILENT -> provider.failing(new ProviderFault.NoAnswer(NoAnswerFault.TIMED_OUT));
      case HANGS_UP -> provider.failing(new ProviderFault.NoAnswer(NoAnswerFault.CONNECTION_LOST));
      case UNINTELLIGIBLE -> provider.failing(new ProviderFault.Unintelligible(ERROR));
    };
  }
}
