package dev.portcullis.testkit.contract;

import static dev.portcullis.testkit.contract.RevokedSessionsContract.session;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.session.port.RenewedSessions;
import dev.portcullis.testkit.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What every {@link RenewedSessions} does. Implement it in a test class; the one method to write is
 * {@link #renewedSessions}.
 */
public interface RenewedSessionsContract {

  /** A store that works, in which nothing is kept yet. */
  RenewedSessions renewedSessions(TestClock clock);

  @Test
  default void what_is_kept_is_found_and_nothing_else() {
    TestClock clock = TestClock.create();
    RenewedSessions renewed = renewedSessions(clock);

    boolean stored = renewed.keep(session(1), "sealed", clock.instant().plusSeconds(60));

    assertThat(stored).isTrue();
    assertThat(renewed.find(session(1))).containsExactly("sealed");
    assertThat(renewed.find(session(2))).isEmpty();
  }

  @Test
  default void the_later_of_two_results_counts() {
    TestClock clock = TestClock.create();
    RenewedSessions renewed = renewedSessions(clock);
    renewed.keep(session(1), "first", clock.instant().plusSeconds(60));

    renewed.keep(session(1), "a".repeat(4096), clock.instant().plusSeconds(60));

    assertThat(renewed.find(session(1))).containsExactly("a".repeat(4096));
  }

  @Test
  default void what_is_forgotten_is_gone_and_nothing_else_is() {
    TestClock clock = TestClock.create();
    RenewedSessions renewed = renewedSessions(clock);
    renewed.keep(session(1), "one", clock.instant().plusSeconds(60));
    renewed.keep(session(2), "other", clock.instant().plusSeconds(60));

    renewed.forget(session(1));
    renewed.forget(session(3));

    assertThat(renewed.find(session(1))).isEmpty();
    assertThat(renewed.find(session(2))).containsExactly("other");
  }

  @Test
  default void a_result_is_kept_until_its_end_however_many_follow() {
    TestClock clock = TestClock.create();
    RenewedSessions renewed = renewedSessions(clock);
    renewed.keep(session(0), "sealed", clock.instant().plus(Duration.ofHours(12)));
    clock.advance(Duration.ofHours(12).minusSeconds(1));

    for (int i = 1; i <= 300; i++) {
      renewed.keep(session(i), "sealed", clock.instant().plusSeconds(60));
    }

    assertThat(renewed.find(session(0))).containsExactly("sealed");
    assertThat(renewed.find(session(1))).containsExactly("sealed");
    assertThat(renewed.find(session(300))).containsExactly("sealed");
  }

  @Test
  default void of_two_hundred_simultaneous_results_none_is_lost() throws Exception {
    TestClock clock = TestClock.create();
    RenewedSessions renewed = renewedSessions(clock);
    try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {

      List<Future<Boolean>> stored =
          IntStream.range(0, 200)
              .mapToObj(
                  i ->
                      users.submit(
                          () ->
                              renewed.keep(
                                  session(i), "sealed " + i, clock.instant().plusSeconds(60))))
              .toList();

      for (Future<Boolean> each : stored) {
        assertThat(each.get()).isTrue();
      }
    }
    for (int i = 0; i < 200; i++) {
      assertThat(renewed.find(session(i))).containsExactly("sealed " + i);
    }
  }
}
