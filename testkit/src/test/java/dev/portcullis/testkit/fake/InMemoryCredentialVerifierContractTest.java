package dev.portcullis.testkit.fake;

import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.testkit.Outcomes;
import dev.portcullis.testkit.contract.CredentialVerifierContract;

class InMemoryCredentialVerifierContractTest implements CredentialVerifierContract {

  @Override
  public CredentialVerifier verifier(Situation situation, Credentials known) {
    var provider = new InMemoryCredentialVerifier().knowing(known);
    if (situation.code() == OutcomeCode.NO_ANSWER) {
      return provider.failing(
          new ProviderFault.NoAnswer(
              situation.hangsUp() ? NoAnswerFault.CONNECTION_LOST : NoAnswerFault.TIMED_OUT));
    }
    return ProviderFault.CODES.contains(situation.code())
        ? provider.failing(Outcomes.fault(situation.code()))
        : provider.answering(Outcomes.verdict(situation.code()));
  }
}
