package dev.portcullis.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.session.port.RevokedSessions;
import dev.portcullis.domain.session.SessionFingerprint;
import dev.portcullis.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RevokedSessions} does. Implement it in a test class; the one method to write is
 * {@link #revokedSessions}.
 */
public interface RevokedSessionsContract {

  /** A store that works, in which nothing is revoked yet. */
  RevokedSessions revokedSessions(TestClock clock);

  @Test
  default void a_revoked_session_is_known_and_another_is_not() {
    TestClock clock = TestClock.create();
    RevokedSessions revoked = revokedSessions(clock);
    boolean before = revoked.contains(session(1));

    boolean stored = revoked.revoke(session(1), clock.instant().plus(Duration.ofHours(12)));

    assertThat(before).isFalse();
    assertThat(stored).isTrue();
    assertThat(revoked.contains(session(1))).isTrue();
    assertThat(revoked.contains(session(2))).isFalse();
  }

  @Test
  default void a_revocation_holds_until_its_end_however_many_follow() {
    TestClock clock = TestClock.create();
    RevokedSessions revoked = revokedSessions(clock);
    revoked.revoke(session(0), clock.instant().plus(Duration.ofHours(12)));
    clock.advance(Duration.ofHours(12).minusSeconds(1));

    for (int i = 1; i <= 3000; i++) {
      revoked.revoke(session(i), clock.instant().plusSeconds(1));
    }

    assertThat(revoked.contains(session(0))).isTrue();
    assertThat(revoked.contains(session(1))).isTrue();
    assertThat(revoked.contains(session(3000))).isTrue();
  }

  @Test
  default void revoking_again_keeps_the_later_end() {
    TestClock clock = TestClock.create();
    RevokedSessions revoked = revokedSessions(clock);
    revoked.revoke(session(0), clock.instant().plus(Duration.ofHours(12)));

    boolean stored = revoked.revoke(session(0), clock.instant().plusSeconds(1));

    clock.advance(Duration.ofHours(6));
    for (int i = 1; i <= 3000; i++) {
      revoked.revoke(session(i), clock.instant().plusSeconds(1));
    }
    assertThat(stored).isTrue();
    assertThat(revoked.contains(session(0))).isTrue();
  }

  @Test
  default void revoking_again_with_a_later_end_extends_it() {
    TestClock clock = TestClock.create();
    RevokedSessions revoked = revokedSessions(clock);
    revoked.revoke(session(0), clock.instant().plusSeconds(1));
    revoked.revoke(session(0), clock.instant().plus(Duration.ofHours(12)));
    clock.advance(Duration.ofHours(6));

    for (int i = 1; i <= 3000; i++) {
      revoked.revoke(session(i), clock.instant().plusSeconds(1));
    }

    assertThat(revoked.contains(session(0))).isTrue();
  }

  @Test
  default void a_session_whose_end_has_passed_can_be_revoked_without_harm() {
    TestClock clock = TestClock.create();
    RevokedSessions revoked = revokedSessions(clock);

    boolean stored = revoked.revoke(session(1), clock.instant().minusSeconds(1));

    assertThat(stored).isTrue();
    assertThat(revoked.contains(session(2))).isFalse();
  }

  @Test
  default void of_two_hundred_simultaneous_revocations_none_is_lost() throws Exception {
    TestClock clock = TestClock.create();
    RevokedSessions revoked = revokedSessions(clock);
    try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {

      List<Future<Boolean>> stored =
          IntStream.range(0, 200)
              .mapToObj(
                  i ->
                      users.submit(
                          () ->
                              revoked.revoke(
                                  session(i), clock.instant().plus(Duration.ofHours(1)))))
              .toList();

      for (Future<Boolean> each : stored) {
        assertThat(each.get()).isTrue();
      }
    }
    assertThat(IntStream.range(0, 200).mapToObj(RevokedSessionsContract::session))
        .allMatch(revoked::contains);
  }

  /** The fingerprint of one of many sessions. */
  static SessionFingerprint session(int number) {
    return new SessionFingerprint("A".repeat(33) + "%010d".formatted(number));
  }
}
