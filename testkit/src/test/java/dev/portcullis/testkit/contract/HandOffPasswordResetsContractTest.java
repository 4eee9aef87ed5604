package dev.portcullis.testkit.contract;

import dev.portcullis.application.port.out.PasswordResets;
import dev.portcullis.application.service.HandOffPasswordResets;

class HandOffPasswordResetsContractTest implements PasswordResetsContract {

  @Override
  public PasswordResets resets(Situation situation) {
    return new HandOffPasswordResets("https://example.com/reset");
  }
}
