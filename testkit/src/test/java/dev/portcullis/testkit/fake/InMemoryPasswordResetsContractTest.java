package dev.portcullis.testkit.fake;

import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.testkit.contract.PasswordResetsContract;

class InMemoryPasswordResetsContractTest implements PasswordResetsContract {

  @Override
  public PasswordResets resets(Situation situation) {
    return new InMemoryPasswordResets(
        situation == Situation.ORDINARY
            ? new ResetStart.ResetMailSent()
            : new ResetStart.ResetNotStarted());
  }
}
