package dev.portcullis.testkit.fake;

import dev.portcullis.application.session.port.RevokedSessions;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.RevokedSessionsContract;

class RecordingRevokedSessionsContractTest implements RevokedSessionsContract {

  @Override
  public RevokedSessions revokedSessions(TestClock clock) {
    return new RecordingRevokedSessions();
  }
}
