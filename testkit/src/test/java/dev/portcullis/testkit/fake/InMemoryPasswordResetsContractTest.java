package dev.portcullis.testkit.fake;

import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.testkit.contract.PasswordResetsContract;

class InMemoryPasswordResetsContractTest implements PasswordResetsContract {

  @Override
  public PasswordResets resets(Situation situation) {
    return new InMemoryPasswordResets(
        situation == Situation.ORDINARY
            ? new BreachOutcome.ResetMailSent()
            : new BreachOutcome.ResetNotStarted());
  }
}
