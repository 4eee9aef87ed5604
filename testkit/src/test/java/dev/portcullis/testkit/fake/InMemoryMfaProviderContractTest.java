package dev.portcullis.testkit.fake;

import dev.portcullis.application.mfa.port.MfaProvider;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.testkit.contract.MfaProviderContract;
import io.vavr.control.Option;

class InMemoryMfaProviderContractTest implements MfaProviderContract {

  @Override
  public MfaProvider provider(Situation situation) {
    InMemoryMfaProvider provider = new InMemoryMfaProvider();
    ProviderError error = new ProviderError(500, "", "");
    return switch (situation) {
      case ENROLLED -> provider;
      case NOT_ENROLLED -> provider.withoutFactor();
      case RATE_LIMITED -> provider.failing(new ProviderFault.RateLimited(Option.none()));
      case GATEWAY_REFUSED ->
          provider.failing(
              new ProviderFault.Misconfigured(Misconfiguration.CLIENT_AUTHENTICATION, error));
      case UNREACHABLE ->
          provider.failing(new ProviderFault.Unreachable(ConnectFault.CONNECT_REFUSED));
      case SILENT -> provider.failing(new ProviderFault.NoAnswer(NoAnswerFault.TIMED_OUT));
      case UNINTELLIGIBLE -> provider.failing(new ProviderFault.Unintelligible(error));
    };
  }
}
