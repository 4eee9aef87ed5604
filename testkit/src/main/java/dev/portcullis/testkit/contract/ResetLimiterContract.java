package dev.portcullis.testkit.contract;

import static dev.portcullis.testkit.Fixtures.anAttempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.testkit.TestClock;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * What every {@link ResetLimiter} does. Implement it in a test class; the methods to write are
 * {@link #limiter} and {@link #withoutStore}.
 */
public interface ResetLimiterContract {

  /** The window of {@link #limiter}. */
  Duration WINDOW = Duration.ofMinutes(15);

  /** A limiter that allows these numbers of resets in {@link #WINDOW}, with nothing counted yet. */
  ResetLimiter limiter(int perUser, int perAddress, TestClock clock);

  /**
   * A limiter whose store is away. None if it counts in its own memory, which is published as a
   * report entry.
   */
  Option<ResetLimiter> withoutStore();

  @Test
  default void nothing_is_let_through_while_the_store_is_away(TestReporter reporter) {
    Option<ResetLimiter> limiter = withoutStore();
    if (limiter.isEmpty()) {
      reporter.publishEntry("without a store", "nothing can be away");
      return;
    }

    var answer =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> take(limiter.get(), "ada@example.com", 7).get());

    assertThat(answer).isBetween(Duration.ofSeconds(1), WINDOW);
  }

  @Test
  default void a_user_has_a_number_of_resets_and_then_waits() {
    TestClock clock = TestClock.create();
    ResetLimiter limiter = limiter(3, 100, clock);

    List<Option<Duration>> first =
        IntStream.range(0, 3).mapToObj(i -> take(limiter, "ada@example.com", i)).toList();
    Option<Duration> fourth = take(limiter, "ada@example.com", 9);

    assertThat(first).allMatch(Option::isEmpty);
    assertThat(fourth.get()).isBetween(Duration.ofSeconds(1), WINDOW);
    clock.advance(fourth.get().minusSeconds(1));
    assertThat(take(limiter, "ada@example.com", 9).isDefined()).isTrue();
    clock.advance(Duration.ofSeconds(1));
    assertThat(take(limiter, "ada@example.com", 9).isEmpty()).isTrue();
  }

  @Test
  default void resets_that_were_not_used_are_not_saved_up() {
    TestClock clock = TestClock.create();
    ResetLimiter limiter = limiter(3, 100, clock);
    take(limiter, "ada@example.com", 1);

    clock.advance(WINDOW.multipliedBy(10));

    assertThat(IntStream.range(0, 5).mapToObj(i -> take(limiter, "ada@example.com", i).isEmpty()))
        .containsExactly(true, true, true, false, false);
  }

  @Test
  default void an_address_has_a_number_of_resets_for_all_its_users_together() {
    ResetLimiter limiter = limiter(1, 2, TestClock.create());

    take(limiter, "ada@example.com", 7);
    take(limiter, "bob@example.com", 7);

    assertThat(take(limiter, "eve@example.com", 7).isDefined()).isTrue();
    assertThat(take(limiter, "eve@example.com", 8).isEmpty()).isTrue();
  }

  @Test
  default void who_has_used_up_his_address_uses_up_nobody_elses_resets() {
    ResetLimiter limiter = limiter(1, 1, TestClock.create());
    take(limiter, "mallory@example.com", 7);

    take(limiter, "ada@example.com", 7);

    assertThat(take(limiter, "ada@example.com", 8).isEmpty()).isTrue();
  }

  @Test
  default void spellings_of_one_user_count_together() {
    ResetLimiter limiter = limiter(1, 100, TestClock.create());

    take(limiter, "ada@example.com", 1);

    assertThat(take(limiter, " Ada@EXAMPLE.com", 2).isDefined()).isTrue();
  }

  @Test
  default void the_addresses_of_one_subscriber_count_together() {
    ResetLimiter limiter = limiter(1, 1, TestClock.create());

    limiter.take(subject("ada@example.com", "2001:db8:0:7::1"));

    assertThat(limiter.take(subject("bob@example.com", "2001:db8:0:7:ffff::9")).isDefined())
        .isTrue();
    assertThat(limiter.take(subject("bob@example.com", "2001:db8:0:8::1")).isEmpty()).isTrue();
  }

  @Test
  default void a_clock_that_is_set_back_frees_nothing() {
    TestClock clock = TestClock.create();
    ResetLimiter limiter = limiter(1, 100, clock);
    take(limiter, "ada@example.com", 1);

    clock.advance(Duration.ofHours(-1));

    assertThat(take(limiter, "ada@example.com", 1).isDefined()).isTrue();
  }

  @Test
  default void of_two_hundred_simultaneous_resets_no_more_than_the_limit_are_let_through()
      throws Exception {
    ResetLimiter limiter = limiter(5, 1000, TestClock.create());
    try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {

      List<Future<Option<Duration>>> answers =
          IntStream.range(0, 200)
              .mapToObj(i -> users.submit(() -> take(limiter, "ada@example.com", i % 250)))
              .toList();

      int through = 0;
      for (Future<Option<Duration>> answer : answers) {
        through += answer.get().isEmpty() ? 1 : 0;
      }
      assertThat(through).isEqualTo(5);
    }
  }

  private static Option<Duration> take(ResetLimiter limiter, String identifier, int host) {
    return limiter.take(subject(identifier, "203.0.113." + host));
  }

  private static LoginSubject subject(String identifier, String address) {
    return anAttempt().by(identifier).from(address).build().subject();
  }
}
