package dev.portcullis.testkit.fake;

import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.testkit.Outcomes;
import dev.portcullis.testkit.contract.CredentialVerifierContract;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.List;

class InMemoryCredentialVerifierContractTest implements CredentialVerifierContract {

  private InMemoryCredentialVerifier provider = new InMemoryCredentialVerifier();
  private boolean reached;

  @Override
  public Seq<Submission> submissions() {
    return Vector.ofAll(reached ? provider.asked() : List.of())
        .map(
            it ->
                new Submission(
                    it.identifier().value(),
                    it.client().toString(),
                    it.request().audience(),
                    it.request().scope().map(Object::toString),
                    it.request().realm()));
  }

  @Override
  public CredentialVerifier verifier(Situation situation, Credentials known) {
    provider = new InMemoryCredentialVerifier().knowing(known);
    reached = !NOT_SUBMITTED.contains(situation.code());
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
