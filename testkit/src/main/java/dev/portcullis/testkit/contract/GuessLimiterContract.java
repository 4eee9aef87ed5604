package dev.portcullis.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.domain.token.MfaToken;
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
 * What every {@link GuessLimiter} does. Implement it in a test class; the methods to write are
 * {@link #limiter} and {@link #withoutStore}.
 */
public interface GuessLimiterContract {

  /** How long the limiters of these tests remember a login. */
  Duration LIFETIME = Duration.ofMinutes(10);

  /**
   * A limiter that allows this number of guesses for each login, with nothing counted yet.
   *
   * @param lifetime after its first guess, a login is forgotten
   */
  GuessLimiter limiter(int most, Duration lifetime, TestClock clock);

  /**
   * A limiter whose store is away. None if it counts in its own memory, which is published as a
   * report entry.
   */
  Option<GuessLimiter> withoutStore();

  @Test
  default void nothing_is_let_through_while_the_store_is_away(TestReporter reporter) {
    Option<GuessLimiter> limiter = withoutStore();
    if (limiter.isEmpty()) {
      reporter.publishEntry("without a store", "nothing can be away");
      return;
    }

    var answer =
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> take(limiter.get(), "ada"));

    assertThat(answer).isFalse();
  }

  @Test
  default void a_login_has_a_number_of_guesses_and_then_no_more() {
    GuessLimiter limiter = limiter(5, LIFETIME, TestClock.create());

    List<Boolean> guesses = IntStream.range(0, 7).mapToObj(i -> take(limiter, "ada")).toList();

    assertThat(guesses).containsExactly(true, true, true, true, true, false, false);
  }

  @Test
  default void one_guess_may_be_all() {
    GuessLimiter limiter = limiter(1, LIFETIME, TestClock.create());

    boolean first = take(limiter, "ada");

    assertThat(first).isTrue();
    assertThat(take(limiter, "ada")).isFalse();
  }

  @Test
  default void each_login_has_its_own() {
    GuessLimiter limiter = limiter(1, LIFETIME, TestClock.create());
    take(limiter, "ada");

    boolean other = take(limiter, "bob");

    assertThat(other).isTrue();
    assertThat(take(limiter, "ada")).isFalse();
  }

  @Test
  default void a_login_is_remembered_to_the_end_of_its_time_and_no_longer() {
    TestClock clock = TestClock.create();
    GuessLimiter limiter = limiter(1, LIFETIME, clock);
    take(limiter, "ada");

    clock.advance(LIFETIME.minusMillis(1));
    boolean before = take(limiter, "ada");
    clock.advance(Duration.ofMillis(1));
    boolean after = take(limiter, "ada");

    assertThat(before).isFalse();
    assertThat(after).isTrue();
  }

  @Test
  default void further_guesses_do_not_prolong_it() {
    TestClock clock = TestClock.create();
    GuessLimiter limiter = limiter(2, LIFETIME, clock);
    take(limiter, "ada");
    clock.advance(LIFETIME.dividedBy(2));
    take(limiter, "ada");
    take(limiter, "ada");

    clock.advance(LIFETIME.dividedBy(2));

    assertThat(take(limiter, "ada")).isTrue();
  }

  @Test
  default void a_clock_that_is_set_back_frees_nothing() {
    TestClock clock = TestClock.create();
    GuessLimiter limiter = limiter(1, LIFETIME, clock);
    take(limiter, "ada");

    clock.advance(Duration.ofHours(-1));

    assertThat(take(limiter, "ada")).isFalse();
  }

  @Test
  default void of_two_hundred_simultaneous_guesses_no_more_than_the_limit_are_let_through()
      throws Exception {
    GuessLimiter limiter = limiter(5, LIFETIME, TestClock.create());
    try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {

      List<Future<Boolean>> answers =
          IntStream.range(0, 200).mapToObj(i -> users.submit(() -> take(limiter, "ada"))).toList();

      int through = 0;
      for (Future<Boolean> answer : answers) {
        through += answer.get() ? 1 : 0;
      }
      assertThat(through).isEqualTo(5);
    }
  }

  private static boolean take(GuessLimiter limiter, String login) {
    return limiter.take(new MfaToken("mfa-token-of-" + login));
  }
}
