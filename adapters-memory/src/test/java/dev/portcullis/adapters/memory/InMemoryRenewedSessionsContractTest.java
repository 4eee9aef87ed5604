package dev.portcullis.adapters.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.session.port.RenewedSessions;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.RenewedSessionsContract;
import dev.portcullis.testkit.contract.RevokedSessionsContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryRenewedSessionsContractTest implements RenewedSessionsContract {

  @Override
  public RenewedSessions renewedSessions(TestClock clock) {
    return new InMemoryRenewedSessions(clock);
  }

  @Test
  void results_of_sessions_that_have_ended_are_forgotten() {
    TestClock clock = TestClock.create();
    InMemoryRenewedSessions renewed = new InMemoryRenewedSessions(clock);
    for (int i = 0; i < 10_000; i++) {
      renewed.keep(
          RevokedSessionsContract.session(i),
          "sealed",
          clock.instant().plus(Duration.ofMinutes(1)));
      clock.advance(Duration.ofSeconds(1));
    }

    int kept = renewed.size();

    assertThat(kept).isBetween(60, 1000);
  }
}
