package dev.portcullis.adapters.memory;

import dev.portcullis.application.session.port.RenewedSessions;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.RenewedSessionsContract;

class InMemoryRenewedSessionsContractTest implements RenewedSessionsContract {

  @Override
  public RenewedSessions renewedSessions(TestClock clock) {
    return new InMemoryRenewedSessions(clock);
  }
}
