package dev.portcullis.testkit.contract;

import static dev.portcullis.testkit.Fixtures.anAttempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.AttemptRule;
import dev.portcullis.application.login.AttemptRule.Action;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.application.login.port.AttemptLimiter.Admission;
import dev.portcullis.application.login.port.AttemptLimiter.AttemptInProgress;
import dev.portcullis.application.login.port.AttemptLimiter.Reached;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.testkit.TestClock;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every {@link AttemptLimiter} does. Implement it in a test class; the methods to write are
 * {@link #limiter} and {@link #withoutStore}.
 */
public interface AttemptLimiterContract {

  /** The window of most limits of these tests. */
  Duration WINDOW = Duration.ofMinutes(15);

  /** Longer than any test takes: an attempt that waits so long fails its test. */
  Duration LONG = Duration.ofSeconds(30);

  /** A limiter with nothing counted yet. */
  AttemptLimiter limiter(AttemptLimits limits, TestClock clock);

  /**
   * A limiter whose store is away. None if it counts in its own memory, which is published as a
   * report entry.
   */
  Option<AttemptLimiter> withoutStore(AttemptLimits limits, TestClock clock);

  /** Limits of which one alone counts, and refuses. */
  static AttemptLimits only(AttemptLimit limit, int attempts) {
    AttemptLimits limits = AttemptLimits.protect().withWait(LONG);
    for (AttemptLimit other : AttemptLimit.values()) {
      limits = limits.with(other, limits.rule(other).withAction(Action.OFF));
    }
    return limits.with(limit, new AttemptRule(attempts, WINDOW, Action.REFUSE));
  }

  @Test
  default void attempts_are_limited_in_bounded_time_while_the_store_is_away(TestReporter reporter) {
    Option<AttemptLimiter> limiter =
        withoutStore(only(AttemptLimit.PER_ADDRESS, 2), TestClock.create());
    if (limiter.isEmpty()) {
      reporter.publishEntry("without a store", "nothing can be away");
      return;
    }

    List<Boolean> admitted =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10),
            () -> IntStream.range(0, 4).mapToObj(i -> fails(limiter.get(), ada())).toList());

    assertThat(admitted).containsExactly(true, true, false, false);
  }

  @ParameterizedTest
  @EnumSource
  default void a_limit_has_a_number_of_failed_attempts_and_then_refuses(AttemptLimit limit) {
    AttemptLimiter limiter = limiter(only(limit, 3), TestClock.create());

    List<Boolean> admitted = IntStream.range(0, 5).mapToObj(i -> fails(limiter, ada())).toList();

    assertThat(admitted).containsExactly(true, true, true, false, false);
    assertThat(refusal(limiter, ada()).limit()).isEqualTo(limit);
  }

  @ParameterizedTest
  @EnumSource
  default void a_refused_attempt_names_the_time_after_which_there_is_room(AttemptLimit limit) {
    TestClock clock = TestClock.create();
    AttemptLimiter limiter = limiter(only(limit, 3), clock);
    IntStream.range(0, 3).forEach(i -> fails(limiter, ada()));

    Duration wait = refusal(limiter, ada()).retryAfter();

    assertThat(wait).isBetween(Duration.ofSeconds(1), WINDOW);
    clock.advance(wait.minusSeconds(1));
    assertThat(fails(limiter, ada())).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(fails(limiter, ada())).isTrue();
  }

  @Test
  default void after_the_window_every_attempt_is_back() {
    TestClock clock = TestClock.create();
    AttemptLimiter limiter = limiter(only(AttemptLimit.PER_ADDRESS, 3), clock);
    IntStream.range(0, 3).forEach(i -> fails(limiter, ada()));

    clock.advance(WINDOW);

    assertThat(room(limiter, ada())).isEqualTo(3);
  }

  @Test
  default void a_refunded_attempt_is_as_if_it_had_not_been() {
    AttemptLimiter limiter = limiter(only(AttemptLimit.PER_USER, 3), TestClock.create());

    for (int i = 0; i < 100; i++) {
      admitted(limiter, ada()).attempt().refund();
    }

    assertThat(room(limiter, ada())).isEqualTo(3);
  }

  @Test
  default void an_attempt_ends_once() {
    AttemptLimiter limiter = limiter(only(AttemptLimit.PER_USER, 3), TestClock.create());
    AttemptInProgress counted = admitted(limiter, ada()).attempt();
    AttemptInProgress refunded = admitted(limiter, ada()).attempt();

    counted.count();
    counted.refund();
    refunded.refund();
    refunded.refund();
    refunded.count();

    assertThat(room(limiter, ada())).isEqualTo(2);
  }

  @Test
  default void spellings_of_one_user_count_together_and_users_apart() {
    AttemptLimiter limiter = limiter(only(AttemptLimit.PER_USER, 1), TestClock.create());

    fails(limiter, subject("ada@example.com", "203.0.113.1"));

    assertThat(fails(limiter, subject(" Ada@EXAMPLE.com", "203.0.113.2"))).isFalse();
    assertThat(fails(limiter, subject("bob@example.com", "203.0.113.1"))).isTrue();
  }

  @Test
  default void the_addresses_of_one_subscriber_count_together_and_subscribers_apart() {
    AttemptLimiter limiter = limiter(only(AttemptLimit.PER_ADDRESS, 1), TestClock.create());

    fails(limiter, subject("ada@example.com", "2001:db8:0:7::1"));

    assertThat(fails(limiter, subject("bob@example.com", "2001:db8:0:7:ffff::9"))).isFalse();
    assertThat(fails(limiter, subject("bob@example.com", "2001:db8:0:8::1"))).isTrue();
  }

  @Test
  default void the_subscribers_of_one_network_count_together_and_networks_apart() {
    AttemptLimiter limiter = limiter(only(AttemptLimit.PER_NETWORK, 1), TestClock.create());

    fails(limiter, subject("ada@example.com", "2001:db8:5:7::1"));

    assertThat(fails(limiter, subject("bob@example.com", "2001:db8:5:8::1"))).isFalse();
    assertThat(fails(limiter, subject("bob@example.com", "2001:db8:6:8::1"))).isTrue();
    assertThat(fails(limiter, subject("bob@example.com", "203.0.113.1"))).isTrue();
    assertThat(fails(limiter, subject("bob@example.com", "203.0.113.1"))).isTrue();
  }

  @Test
  default void one_user_at_one_address_counts_apart_from_both() {
    AttemptLimiter limiter =
        limiter(only(AttemptLimit.PER_USER_AND_ADDRESS, 1), TestClock.create());

    fails(limiter, subject("ada@example.com", "203.0.113.1"));

    assertThat(fails(limiter, subject("ADA@example.com", "203.0.113.1"))).isFalse();
    assertThat(fails(limiter, subject("ada@example.com", "203.0.113.2"))).isTrue();
    assertThat(fails(limiter, subject("bob@example.com", "203.0.113.1"))).isTrue();
  }

  @Test
  default void each_listener_counts_apart() {
    AttemptLimiter limiter = limiter(only(AttemptLimit.PER_LISTENER, 1), TestClock.create());

    fails(limiter, anAttempt().at("users").build().subject());

    assertThat(fails(limiter, anAttempt().at("users").build().subject())).isFalse();
    assertThat(fails(limiter, anAttempt().at("partners").build().subject())).isTrue();
  }

  /** Authelia's mistake: wrong passwords of one user lock out everyone behind the same NAT. */
  @Test
  default void an_attempt_that_one_limit_refuses_is_counted_by_no_other() {
    AttemptLimits limits =
        only(AttemptLimit.PER_ADDRESS, 5)
            .with(AttemptLimit.PER_USER_AND_ADDRESS, new AttemptRule(2, WINDOW, Action.REFUSE));
    AttemptLimiter limiter = limiter(limits, TestClock.create());

    IntStream.range(0, 100).forEach(i -> fails(limiter, subject("eve@example.com", "203.0.113.1")));

    for (int user = 0; user < 3; user++) {
      assertThat(fails(limiter, subject("user-" + user + "@example.com", "203.0.113.1"))).isTrue();
    }
    assertThat(fails(limiter, subject("user-4@example.com", "203.0.113.1"))).isFalse();
  }

  @Test
  default void a_limit_that_is_off_counts_nothing() {
    AttemptLimits limits =
        only(AttemptLimit.PER_ADDRESS, 5)
            .with(AttemptLimit.PER_USER, new AttemptRule(1, WINDOW, Action.OFF));
    AttemptLimiter limiter = limiter(limits, TestClock.create());

    assertThat(room(limiter, ada())).isEqualTo(5);
  }

  @Test
  default void a_limit_that_alarms_lets_through_and_reports() {
    AttemptLimits limits =
        only(AttemptLimit.PER_ADDRESS, 3)
            .with(AttemptLimit.PER_USER, new AttemptRule(1, WINDOW, Action.ALARM));
    AttemptLimiter limiter = limiter(limits, TestClock.create());
    fails(limiter, ada());

    Admission.Admitted second = admitted(limiter, ada());
    second.attempt().count();

    assertThat(second.reached()).containsExactly(new Reached(AttemptLimit.PER_USER, false));
    assertThat(room(limiter, ada())).as("by the limit that refuses").isEqualTo(1);
  }

  @Test
  default void limits_that_only_watch_let_through_and_report_what_they_would_refuse() {
    AttemptLimits limits = watching(only(AttemptLimit.PER_ADDRESS, 2));
    AttemptLimiter limiter = limiter(limits, TestClock.create());

    List<List<Reached>> reached =
        IntStream.range(0, 4)
            .mapToObj(
                i -> {
                  Admission.Admitted admitted = admitted(limiter, ada());
                  admitted.attempt().count();
                  return admitted.reached().asJava();
                })
            .toList();

    Reached past = new Reached(AttemptLimit.PER_ADDRESS, false);
    assertThat(reached).containsExactly(List.of(), List.of(), List.of(past), List.of(past));
  }

  @Test
  default void what_limits_would_refuse_they_do_not_count() {
    AttemptLimits limits =
        watching(only(AttemptLimit.PER_ADDRESS, 3))
            .with(AttemptLimit.PER_USER_AND_ADDRESS, new AttemptRule(1, WINDOW, Action.REFUSE));
    AttemptLimiter limiter = limiter(limits, TestClock.create());
    IntStream.range(0, 50).forEach(i -> fails(limiter, subject("eve@example.com", "203.0.113.1")));

    Admission.Admitted other = admitted(limiter, subject("ada@example.com", "203.0.113.1"));

    assertThat(other.reached()).isEmpty();
  }

  @Test
  default void a_report_says_whether_others_were_in_progress() {
    AttemptLimiter limiter =
        limiter(watching(only(AttemptLimit.PER_ADDRESS, 1)), TestClock.create());
    Admission.Admitted first = admitted(limiter, ada());

    Admission.Admitted second = admitted(limiter, ada());

    assertThat(second.reached()).containsExactly(new Reached(AttemptLimit.PER_ADDRESS, true));
    first.attempt().count();
    assertThat(admitted(limiter, ada()).reached())
        .containsExactly(new Reached(AttemptLimit.PER_ADDRESS, false));
  }

  @Test
  default void at_a_limit_an_attempt_waits_for_another_that_is_refunded() throws Exception {
    AttemptLimiter limiter = limiter(only(AttemptLimit.PER_USER, 1), TestClock.create());
    AttemptInProgress first = admitted(limiter, ada()).attempt();
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Admission> second = others.submit(() -> limiter.admit(ada()));
      assertThat(isWaiting(second)).isTrue();

      first.refund();

      assertThat(second.get(LONG.toSeconds() / 2, TimeUnit.SECONDS))
          .isInstanceOf(Admission.Admitted.class);
    }
  }

  @Test
  default void at_a_limit_an_attempt_is_refused_once_the_others_have_failed() throws Exception {
    AttemptLimiter limiter = limiter(only(AttemptLimit.PER_USER, 2), TestClock.create());
    AttemptInProgress first = admitted(limiter, ada()).attempt();
    AttemptInProgress second = admitted(limiter, ada()).attempt();
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Admission> third = others.submit(() -> limiter.admit(ada()));
      first.count();
      assertThat(isWaiting(third)).isTrue();

      second.count();

      assertThat(third.get(LONG.toSeconds() / 2, TimeUnit.SECONDS))
          .isInstanceOf(Admission.Refused.class);
    }
  }

  @Test
  default void an_attempt_waits_no_longer_than_the_limits_allow() {
    AttemptLimits limits = only(AttemptLimit.PER_USER, 1).withWait(Duration.ofMillis(100));
    AttemptLimiter limiter = limiter(limits, TestClock.create());
    admitted(limiter, ada());

    Admission second = assertTimeoutPreemptively(LONG.dividedBy(2), () -> limiter.admit(ada()));

    assertThat(second).isInstanceOf(Admission.Refused.class);
  }

  @Test
  default void an_attempt_does_not_wait_where_nothing_is_in_progress() {
    AttemptLimiter limiter = limiter(only(AttemptLimit.PER_USER, 1), TestClock.create());
    fails(limiter, ada());

    Admission second = assertTimeoutPreemptively(LONG.dividedBy(2), () -> limiter.admit(ada()));

    assertThat(second).isInstanceOf(Admission.Refused.class);
  }

  @Test
  default void a_clock_that_is_set_back_frees_nothing() {
    TestClock clock = TestClock.create();
    AttemptLimiter limiter = limiter(only(AttemptLimit.PER_USER, 1), clock);
    fails(limiter, ada());

    clock.advance(Duration.ofHours(-1));

    assertThat(fails(limiter, ada())).isFalse();
  }

  @Test
  default void of_a_thousand_simultaneous_wrong_attempts_no_more_than_the_limit_pass()
      throws Exception {
    AttemptLimiter limiter = limiter(only(AttemptLimit.PER_ADDRESS, 10), TestClock.create());
    AtomicInteger passed = new AtomicInteger();

    atOnce(
        1000,
        i -> {
          if (limiter.admit(ada()) instanceof Admission.Admitted(var attempt, var reached)) {
            passed.incrementAndGet();
            pause();
            attempt.count();
          }
        });

    assertThat(passed).hasValue(10);
  }

  /** Keycloak's mistake: simultaneous right logins of one user are refused as an attack. */
  @Test
  default void of_twenty_simultaneous_right_attempts_of_one_user_none_is_refused()
      throws Exception {
    AttemptLimiter limiter =
        limiter(only(AttemptLimit.PER_USER_AND_ADDRESS, 3), TestClock.create());
    AtomicInteger passed = new AtomicInteger();

    atOnce(
        20,
        i -> {
          if (limiter.admit(ada()) instanceof Admission.Admitted(var attempt, var reached)) {
            passed.incrementAndGet();
            pause();
            attempt.refund();
          }
        });

    assertThat(passed).hasValue(20);
    assertThat(room(limiter, ada())).isEqualTo(3);
  }

  /** Authelia's other mistake: of simultaneous attempts some are not counted. */
  @Test
  default void of_simultaneous_attempts_every_count_and_every_refund_is_kept() throws Exception {
    AttemptLimits limits =
        only(AttemptLimit.PER_ADDRESS, 500)
            .with(AttemptLimit.PER_USER, new AttemptRule(1000, WINDOW, Action.REFUSE));
    AttemptLimiter limiter = limiter(limits, TestClock.create());

    atOnce(
        400,
        i -> {
          AttemptInProgress attempt =
              admitted(limiter, subject("user-" + i % 7 + "@example.com", "203.0.113.1")).attempt();
          if (i % 2 == 0) {
            attempt.count();
          } else {
            attempt.refund();
          }
        });

    assertThat(room(limiter, subject("ada@example.com", "203.0.113.1"))).isEqualTo(300);
  }

  private static AttemptLimits watching(AttemptLimits protecting) {
    AttemptLimits limits = AttemptLimits.watch().withWait(protecting.patience());
    for (AttemptLimit limit : AttemptLimit.values()) {
      limits = limits.with(limit, protecting.rule(limit));
    }
    return limits;
  }

  /** One failed attempt; false if it was refused. */
  private static boolean fails(AttemptLimiter limiter, LoginSubject subject) {
    return switch (limiter.admit(subject)) {
      case Admission.Admitted(var attempt, var reached) -> {
        attempt.count();
        yield true;
      }
      case Admission.Refused refused -> false;
    };
  }

  /** How many failed attempts are let through until the first is refused. */
  private static int room(AttemptLimiter limiter, LoginSubject subject) {
    int room = 0;
    while (fails(limiter, subject)) {
      room++;
    }
    return room;
  }

  private static Admission.Admitted admitted(AttemptLimiter limiter, LoginSubject subject) {
    return (Admission.Admitted) limiter.admit(subject);
  }

  private static Admission.Refused refusal(AttemptLimiter limiter, LoginSubject subject) {
    return (Admission.Refused) limiter.admit(subject);
  }

  private static LoginSubject ada() {
    return subject("ada@example.com", "2001:db8:0:7::1");
  }

  private static LoginSubject subject(String identifier, String address) {
    return anAttempt().by(identifier).from(address).build().subject();
  }

  private static boolean isWaiting(Future<?> attempt) throws InterruptedException {
    Thread.sleep(100);
    return !attempt.isDone();
  }

  private static void pause() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void atOnce(int number, IntConsumer attempt)
      throws InterruptedException, ExecutionException {
    CountDownLatch start = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < number; i++) {
        int each = i;
        all.add(
            threads.submit(
                () -> {
                  start.await();
                  attempt.accept(each);
                  return each;
                }));
      }
      start.countDown();
      for (Future<?> each : all) {
        each.get();
      }
    }
  }
}
