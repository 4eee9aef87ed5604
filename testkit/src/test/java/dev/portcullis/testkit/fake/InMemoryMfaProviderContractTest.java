package dev.portcullis.testkit.fake;

import dev.portcullis.application.port.out.MfaProvider;
import dev.portcullis.domain.login.Misconfiguration;
import dev.portcullis.domain.login.ProviderError;
import dev.portcullis.domain.login.ProviderFault;
import dev.portcullis.domain.login.ProviderFault.ConnectFault;
import dev.portcullis.domain.login.ProviderFault.NoAnswerFault;
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
