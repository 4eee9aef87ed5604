package dev.portcullis.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.testkit.TestClock;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * What every {@link TenantPace} does. Implement it in a test class; the methods to write are {@link
 * #pace} and {@link #withoutStore}.
 */
public interface TenantPaceContract {

  /** A pace by which no call has been made yet. */
  TenantPace pace(TestClock clock);

  /**
   * A pace whose store is away. None if it counts in its own memory, which is published as a report
   * entry.
   */
  Option<TenantPace> withoutStore(TestClock clock);

  @Test
  default void without_its_store_it_goes_on_in_this_process(TestReporter reporter) {
    TestClock clock = TestClock.create();
    Option<TenantPace> pace = withoutStore(clock);
    if (pace.isEmpty()) {
      reporter.publishEntry("without a store", "nothing can be away");
      return;
    }

    List<Instant> calls =
        assertTimeoutPreemptively(
            Duration.ofSeconds(30),
            () -> demand(pace.get(), 50, Duration.ofSeconds(2), Duration.ofMillis(5), clock));

    assertThat(mostInASecond(calls)).isLessThanOrEqualTo(50);
    assertThat(calls).hasSizeGreaterThanOrEqualTo(90);
  }

  @Test
  default void no_second_has_more_calls_than_the_limit_and_few_less() {
    TestClock clock = TestClock.create();
    TenantPace pace = pace(clock);

    List<Instant> calls = demand(pace, 50, Duration.ofSeconds(10), Duration.ofMillis(3), clock);

    assertThat(mostInASecond(calls)).isLessThanOrEqualTo(50);
    assertThat(calls.size()).isGreaterThanOrEqualTo((int) (0.95 * 50 * 10));
  }

  @Test
  default void half_a_second_of_calls_may_follow_each_other_at_once_and_the_others_are_spaced() {
    TestClock clock = TestClock.create();
    TenantPace pace = pace(clock);

    long together = IntStream.range(0, 50).filter(i -> pace.take(50).isZero()).count();

    // Late calls may catch up a little.
    assertThat(together).isBetween(25L, 30L);
  }

  @Test
  default void a_call_that_is_asked_for_again_after_the_wait_is_made() {
    TestClock clock = TestClock.create();
    TenantPace pace = pace(clock);
    while (pace.take(10).isZero()) {
      // All that may be made at once.
    }

    for (int i = 0; i < 20; i++) {
      Duration wait = pace.take(10);
      assertThat(wait).isPositive().isLessThan(Duration.ofMillis(1100));
      clock.advance(wait);

      assertThat(pace.take(10)).as("call %s", i).isZero();
      while (pace.take(10).isZero()) {
        // Until it has to wait again.
      }
    }
  }

  @Test
  default void one_call_a_second_may_be_all() {
    TestClock clock = TestClock.create();
    TenantPace pace = pace(clock);

    List<Instant> calls = demand(pace, 1, Duration.ofSeconds(10), Duration.ofMillis(10), clock);

    assertThat(calls).hasSizeBetween(9, 10);
    assertThat(mostInASecond(calls)).isEqualTo(1);
  }

  @Test
  default void a_lower_limit_counts_from_the_next_call_on() {
    TestClock clock = TestClock.create();
    TenantPace pace = pace(clock);
    List<Instant> before = demand(pace, 100, Duration.ofSeconds(2), Duration.ofMillis(5), clock);

    List<Instant> after = demand(pace, 10, Duration.ofSeconds(5), Duration.ofMillis(5), clock);

    assertThat(before).hasSizeGreaterThanOrEqualTo(190);
    assertThat(mostInASecond(after)).isLessThanOrEqualTo(10);
    assertThat(after).hasSizeLessThanOrEqualTo(45);
  }

  @Test
  default void a_higher_limit_counts_from_the_next_call_on() {
    TestClock clock = TestClock.create();
    TenantPace pace = pace(clock);
    List<Instant> before = demand(pace, 10, Duration.ofSeconds(2), Duration.ofMillis(5), clock);

    List<Instant> after = demand(pace, 100, Duration.ofSeconds(4), Duration.ofMillis(5), clock);

    assertThat(before).hasSizeLessThanOrEqualTo(20);
    assertThat(mostInASecond(after)).isLessThanOrEqualTo(100);
    assertThat(after).hasSizeGreaterThanOrEqualTo(370);
  }

  @Test
  default void during_a_pause_no_call_is_made_and_the_longest_counts() {
    TestClock clock = TestClock.create();
    TenantPace pace = pace(clock);
    pace.pause(Duration.ofSeconds(30));
    pace.pause(Duration.ofSeconds(5));

    Duration first = pace.take(10);
    clock.advance(Duration.ofMillis(29_900));
    Duration almost = pace.take(10);
    clock.advance(Duration.ofMillis(200));
    Duration after = pace.take(10);

    assertThat(first).isBetween(Duration.ofMillis(29_900), Duration.ofSeconds(30));
    assertThat(almost).isPositive();
    assertThat(after).isZero();
  }

  @Test
  default void a_clock_that_is_set_back_stops_no_calls() {
    TestClock clock = TestClock.create();
    TenantPace pace = pace(clock);
    List<Instant> before = demand(pace, 50, Duration.ofSeconds(2), Duration.ofMillis(5), clock);
    clock.advance(Duration.ofHours(-1));

    List<Instant> after = demand(pace, 50, Duration.ofSeconds(5), Duration.ofMillis(5), clock);

    assertThat(before).isNotEmpty();
    assertThat(after).hasSizeGreaterThanOrEqualTo(190);
  }

  @Test
  default void of_two_hundred_simultaneous_calls_no_more_than_the_limit_are_made()
      throws Exception {
    TenantPace pace = pace(TestClock.create());
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {

      List<Future<Duration>> answers =
          IntStream.range(0, 200).mapToObj(i -> callers.submit(() -> pace.take(20))).toList();

      int made = 0;
      for (Future<Duration> answer : answers) {
        made += answer.get().isZero() ? 1 : 0;
      }
      assertThat(made).isBetween(10, 20);
    }
  }

  /** Asks for calls as fast as the clock moves; when each was made. */
  private static List<Instant> demand(
      TenantPace pace, int perSecond, Duration time, Duration step, TestClock clock) {
    List<Instant> calls = new ArrayList<>();
    Instant end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      while (pace.take(perSecond).isZero()) {
        calls.add(clock.instant());
      }
      clock.advance(step);
    }
    return calls;
  }

  private static int mostInASecond(List<Instant> calls) {
    int most = 0;
    int first = 0;
    for (int last = 0; last < calls.size(); last++) {
      while (!calls.get(first).isAfter(calls.get(last).minusSeconds(1))) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }
}
