package dev.portcullis.testkit.fake;

import dev.portcullis.application.mfa.port.MfaProvider;
import dev.portcullis.testkit.Outcomes;
import dev.portcullis.testkit.contract.MfaProviderContract;

class InMemoryMfaProviderContractTest implements MfaProviderContract {

  @Override
  public MfaProvider provider(Situation situation) {
    InMemoryMfaProvider provider = new InMemoryMfaProvider();
    return switch (situation) {
      case ENROLLED -> provider;
      case NOT_ENROLLED -> provider.withoutFactor();
      default -> provider.failing(Outcomes.fault(situation.code()));
    };
  }
}
