package dev.portcullis.adapters.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.session.port.RevokedSessions;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.RevokedSessionsContract;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryRevokedSessionsContractTest implements RevokedSessionsContract {

  @Override
  public RevokedSessions revokedSessions(TestClock clock) {
    return new InMemoryRevokedSessions(clock);
  }

  @Test
  void sessions_that_have_ended_are_forgotten() {
    TestClock clock = TestClock.create();
    InMemoryRevokedSessions revoked = new InMemoryRevokedSessions(clock);
    for (int i = 0; i < 10_000; i++) {
      revoked.revoke(
          RevokedSessionsContract.session(i), clock.instant().plus(Duration.ofMinutes(1)));
      clock.advance(Duration.ofSeconds(1));
    }

    int kept = revoked.size();

    assertThat(kept).isBetween(60, 1000);
  }
}
