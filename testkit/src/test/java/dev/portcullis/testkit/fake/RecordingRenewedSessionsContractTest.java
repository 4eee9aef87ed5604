package dev.portcullis.testkit.fake;

import dev.portcullis.application.session.port.RenewedSessions;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.RenewedSessionsContract;

class RecordingRenewedSessionsContractTest implements RenewedSessionsContract {

  @Override
  public RenewedSessions renewedSessions(TestClock clock) {
    return new RecordingRenewedSessions();
  }
}
