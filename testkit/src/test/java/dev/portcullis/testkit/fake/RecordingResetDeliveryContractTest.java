package dev.portcullis.testkit.fake;

import dev.portcullis.application.reset.port.ResetDelivery;
import dev.portcullis.testkit.contract.ResetDeliveryContract;

class RecordingResetDeliveryContractTest implements ResetDeliveryContract {

  @Override
  public ResetDelivery delivery(Situation situation) {
    return new RecordingResetDelivery(situation == Situation.ORDINARY);
  }
}
