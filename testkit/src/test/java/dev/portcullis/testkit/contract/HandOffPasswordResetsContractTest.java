package dev.portcullis.testkit.contract;

import dev.portcullis.application.reset.HandOffPasswordResets;
import dev.portcullis.application.reset.port.PasswordResets;

class HandOffPasswordResetsContractTest implements PasswordResetsContract {

  @Override
  public PasswordResets resets(Situation situation) {
    return new HandOffPasswordResets("https://example.com/reset");
  }
}
