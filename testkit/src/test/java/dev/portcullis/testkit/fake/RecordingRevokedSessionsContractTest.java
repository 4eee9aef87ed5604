package dev.portcullis.testkit.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.session.port.RevokedSessions;
import dev.portcullis.domain.session.SessionFingerprint;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.RevokedSessionsContract;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordingRevokedSessionsContractTest implements RevokedSessionsContract {

  @Override
  public RevokedSessions revokedSessions(TestClock clock) {
    return new RecordingRevokedSessions();
  }

  @Test
  void the_later_of_two_ends_is_shown_in_either_order() {
    Instant early = Instant.parse("2026-01-15T10:30:00Z");
    Instant late = early.plusSeconds(1);
    SessionFingerprint one = RevokedSessionsContract.session(1);
    SessionFingerprint other = RevokedSessionsContract.session(2);
    RecordingRevokedSessions revoked = new RecordingRevokedSessions();

    revoked.revoke(one, early);
    revoked.revoke(one, late);
    revoked.revoke(other, late);
    revoked.revoke(other, early);

    assertThat(revoked.ends()).isEqualTo(Map.of(one, late, other, late));
  }
}
