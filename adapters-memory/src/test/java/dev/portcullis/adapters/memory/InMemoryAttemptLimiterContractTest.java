package dev.portcullis.adapters.memory;

import static dev.portcullis.testkit.Fixtures.identifier;
import static dev.portcullis.testkit.Fixtures.requester;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.AttemptRule;
import dev.portcullis.application.login.AttemptRule.Action;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.application.login.port.AttemptLimiter.Admission;
import dev.portcullis.application.login.port.AttemptLimiter.AttemptInProgress;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.AttemptLimiterContract;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InMemoryAttemptLimiterContractTest implements AttemptLimiterContract {

  private static final Requester REQUESTER = requester("203.0.113.7");

  @Override
  public AttemptLimiter limiter(AttemptLimits limits, TestClock clock) {
    return new InMemoryAttemptLimiter(limits, 10_000, clock);
  }

  @Override
  public Option<AttemptLimiter> withoutStore(AttemptLimits limits, TestClock clock) {
    return Option.none();
  }

  @Test
  void attempts_come_back_evenly_over_the_window() {
    TestClock clock = TestClock.create();
    AttemptLimiter limiter = limiter(AttemptLimiterContract.only(AttemptLimit.PER_USER, 3), clock);
    for (int i = 0; i < 3; i++) {
      fail(limiter, ada());
    }

    clock.advance(WINDOW.dividedBy(3));

    assertThat(fail(limiter, ada())).isTrue();
    assertThat(fail(limiter, ada())).isFalse();
  }

  @Test
  void a_million_names_of_an_attacker_push_out_nobodys_count_and_refuse_nobody() {
    TestClock clock = TestClock.create();
    InMemoryAttemptLimiter limiter =
        new InMemoryAttemptLimiter(
            AttemptLimiterContract.only(AttemptLimit.PER_USER, 2), 250_000, clock);
    for (int i = 0; i < 200; i++) {
      fail(limiter, named("known-" + i % 100));
    }

    int refused = 0;
    for (int i = 0; i < 1_000_000; i++) {
      refused += fail(limiter, named("user-" + i)) ? 0 : 1;
    }

    assertThat(refused).isZero();
    assertThat(limiter.remembered(AttemptLimit.PER_USER)).isEqualTo(250_000);
    assertThat(limiter.uncounted(AttemptLimit.PER_USER)).isEqualTo(750_100);
    assertThat(limiter.uncounted(AttemptLimit.PER_ADDRESS)).as("a limit that is off").isZero();
    for (int i = 0; i < 100; i++) {
      assertThat(fail(limiter, named("known-" + i))).as("used up the limit").isFalse();
    }
    assertThat(fail(limiter, named("user-0"))).as("the second attempt of the first").isTrue();
    assertThat(fail(limiter, named("user-0"))).as("the third").isFalse();
  }

  @Test
  void a_key_that_is_counted_no_more_makes_room() {
    TestClock clock = TestClock.create();
    InMemoryAttemptLimiter limiter =
        new InMemoryAttemptLimiter(
            AttemptLimiterContract.only(AttemptLimit.PER_USER, 1), 100, clock);
    for (int i = 0; i < 100; i++) {
      fail(limiter, named("user-" + i));
    }

    clock.advance(WINDOW);
    fail(limiter, ada());
    fail(limiter, named("bob"));

    assertThat(fail(limiter, ada())).as("a key that came after the memory was full").isFalse();
    for (int i = 0; i < 100; i++) {
      refund(limiter, named("carol-" + i));
    }
    assertThat(limiter.remembered(AttemptLimit.PER_USER)).isLessThan(10);
  }

  @Test
  void logins_that_succeed_leave_nothing_behind() {
    InMemoryAttemptLimiter limiter =
        new InMemoryAttemptLimiter(AttemptLimits.watch(), 10_000, TestClock.create());

    for (int i = 0; i < 5_000; i++) {
      refund(limiter, named("user-" + i));
    }

    for (AttemptLimit limit : AttemptLimit.values()) {
      assertThat(limiter.remembered(limit)).as(limit.word()).isZero();
    }
  }

  @Test
  void a_key_with_an_attempt_in_progress_is_not_forgotten() throws Exception {
    TestClock clock = TestClock.create();
    InMemoryAttemptLimiter limiter =
        new InMemoryAttemptLimiter(
            AttemptLimiterContract.only(AttemptLimit.PER_USER, 1), 100, clock);
    AttemptInProgress slow = ((Admission.Admitted) limiter.admit(ada())).attempt();
    clock.advance(WINDOW.multipliedBy(2));
    for (int i = 0; i < 300; i++) {
      refund(limiter, named("user-" + i));
    }
    fail(limiter, ada());
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Admission> waits = others.submit(() -> limiter.admit(ada()));
      awaitWaiting(limiter, 1);

      slow.refund();

      assertThat(waits.get(5, TimeUnit.SECONDS)).isInstanceOf(Admission.Admitted.class);
    }
  }

  /** What a waiting attempt was woken for is not lost because it has to wait at another limit. */
  @Test
  void a_refund_wakes_another_where_the_first_has_to_wait_elsewhere() throws Exception {
    AttemptLimits limits =
        AttemptLimiterContract.only(AttemptLimit.PER_ADDRESS, 2)
            .with(AttemptLimit.PER_USER, new AttemptRule(1, WINDOW, Action.REFUSE));
    InMemoryAttemptLimiter limiter = new InMemoryAttemptLimiter(limits, 100, TestClock.create());
    AttemptInProgress ada = ((Admission.Admitted) limiter.admit(ada())).attempt();
    AttemptInProgress bob = ((Admission.Admitted) limiter.admit(named("bob"))).attempt();
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Admission> adaAgain = others.submit(() -> limiter.admit(ada()));
      awaitWaiting(limiter, 1);
      Future<Admission> carol = others.submit(() -> limiter.admit(named("carol")));
      awaitWaiting(limiter, 2);

      bob.refund();

      assertThat(carol.get(5, TimeUnit.SECONDS)).isInstanceOf(Admission.Admitted.class);
      assertThat(adaAgain.isDone()).isFalse();
      ((Admission.Admitted) carol.get()).attempt().refund();
      ada.refund();
      assertThat(adaAgain.get(5, TimeUnit.SECONDS)).isInstanceOf(Admission.Admitted.class);
    }
  }

  @Test
  void no_more_than_five_hundred_wait_at_one_key_and_five_thousand_in_total() throws Exception {
    InMemoryAttemptLimiter limiter =
        new InMemoryAttemptLimiter(
            AttemptLimiterContract.only(AttemptLimit.PER_USER, 1).withWait(Duration.ofMinutes(1)),
            100,
            TestClock.create());
    List<AttemptInProgress> first = new ArrayList<>();
    for (int user = 0; user < 11; user++) {
      first.add(((Admission.Admitted) limiter.admit(named("user-" + user))).attempt());
    }
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Admission>> waiting = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        waiting.add(others.submit(() -> limiter.admit(named("user-0"))));
      }
      awaitWaiting(limiter, 500);
      assertThat(admitSoon(limiter, "user-0")).isInstanceOf(Admission.Refused.class);
      for (int i = 500; i < 5000; i++) {
        String user = "user-" + i / 500;
        waiting.add(others.submit(() -> limiter.admit(named(user))));
      }
      awaitWaiting(limiter, 5000);

      Admission more = admitSoon(limiter, "user-10");

      assertThat(more).isInstanceOf(Admission.Refused.class);
      first.forEach(AttemptInProgress::count);
      for (Future<Admission> each : waiting) {
        assertThat(each.get(20, TimeUnit.SECONDS)).isInstanceOf(Admission.Refused.class);
      }
      assertThat(limiter.waiting()).isZero();
    }
  }

  private static Admission admitSoon(InMemoryAttemptLimiter limiter, String user) {
    return assertTimeoutPreemptively(Duration.ofSeconds(20), () -> limiter.admit(named(user)));
  }

  @Test
  void an_interrupted_attempt_is_refused_and_waits_no_more() throws Exception {
    InMemoryAttemptLimiter limiter =
        new InMemoryAttemptLimiter(
            AttemptLimiterContract.only(AttemptLimit.PER_USER, 1), 100, TestClock.create());
    Admission unused = limiter.admit(ada());
    List<Admission> answers = new ArrayList<>();
    Thread waiting = Thread.ofVirtual().start(() -> answers.add(limiter.admit(ada())));
    awaitWaiting(limiter, 1);

    waiting.interrupt();
    waiting.join(Duration.ofSeconds(5));

    assertThat(answers).singleElement().isInstanceOf(Admission.Refused.class);
    assertThat(limiter.waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void who_has_waited_the_longest_comes_first(int failed) throws Exception {
    InMemoryAttemptLimiter limiter =
        new InMemoryAttemptLimiter(
            AttemptLimiterContract.only(AttemptLimit.PER_USER, failed + 1),
            100,
            TestClock.create());
    for (int i = 0; i < failed; i++) {
      fail(limiter, ada());
    }
    AttemptInProgress present = ((Admission.Admitted) limiter.admit(ada())).attempt();
    try (ExecutorService others = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Admission>> waiting = new ArrayList<>();
      for (int i = 1; i <= 4; i++) {
        waiting.add(others.submit(() -> limiter.admit(ada())));
        awaitWaiting(limiter, i);
      }

      while (!waiting.isEmpty()) {
        present.refund();
        present = ((Admission.Admitted) waiting.removeFirst().get(5, TimeUnit.SECONDS)).attempt();
        awaitWaiting(limiter, waiting.size());
        assertThat(waiting).noneMatch(Future::isDone);
      }
      present.refund();
    }
  }

  /**
   * Nothing waits here, so that attempts meet in the middle of being counted: one has room at the
   * address and none at the user, or at a key that is forgotten at the same moment.
   */
  @Test
  void of_many_at_once_no_more_are_counted_than_may_and_nothing_stays_counted() throws Exception {
    AttemptLimits limits =
        AttemptLimits.watch()
            .with(AttemptLimit.PER_ADDRESS, new AttemptRule(2, WINDOW, Action.REFUSE))
            .with(AttemptLimit.PER_USER, new AttemptRule(1, WINDOW, Action.REFUSE));
    InMemoryAttemptLimiter limiter = new InMemoryAttemptLimiter(limits, 100, TestClock.create());
    AtomicInteger present = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    together(
        3,
        () -> {
          for (int i = 0; i < 100_000; i++) {
            Admission.Admitted it = (Admission.Admitted) limiter.admit(ada());
            if (it.reached().isEmpty()) {
              most.accumulateAndGet(present.incrementAndGet(), Math::max);
              for (int busy = i % 32; busy > 0; busy--) {
                Thread.onSpinWait();
              }
              most.accumulateAndGet(present.getAndDecrement(), Math::max);
            }
            it.attempt().refund();
          }
        });

    assertThat(most).hasValue(1);
    for (AttemptLimit limit : AttemptLimit.values()) {
      assertThat(limiter.remembered(limit)).as(limit.word()).isZero();
    }
  }

  @Test
  void an_attempt_that_comes_while_the_last_one_ends_does_not_wait_for_it_in_vain()
      throws Exception {
    InMemoryAttemptLimiter limiter =
        new InMemoryAttemptLimiter(
            AttemptLimiterContract.only(AttemptLimit.PER_USER, 1).withWait(Duration.ofSeconds(20)),
            100,
            TestClock.create());
    AtomicReference<AttemptInProgress> present =
        new AtomicReference<>(((Admission.Admitted) limiter.admit(ada())).attempt());
    AtomicInteger turn = new AtomicInteger();
    assertTimeoutPreemptively(
        Duration.ofSeconds(15),
        () ->
            together(
                2,
                () -> {
                  boolean ends = turn.getAndIncrement() == 0;
                  for (int round = 1; round <= 10_000; round++) {
                    AttemptInProgress last = present.get();
                    // Both have come here: one ends the last attempt, the other begins the next.
                    turn.incrementAndGet();
                    while (turn.get() < 2 + 4 * round - 2) {
                      Thread.onSpinWait();
                    }
                    for (int late = ends ? round % 50 : 0; late > 0; late--) {
                      Thread.onSpinWait();
                    }
                    if (ends) {
                      last.refund();
                    } else {
                      present.set(((Admission.Admitted) limiter.admit(ada())).attempt());
                    }
                    turn.incrementAndGet();
                    while (turn.get() < 2 + 4 * round) {
                      Thread.onSpinWait();
                    }
                  }
                }));
    assertThat(limiter.waiting()).isZero();
  }

  private static void together(int threads, Runnable each) throws Exception {
    try (ExecutorService all = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(all.submit(each));
      }
      for (Future<?> one : running) {
        one.get(60, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void of_many_at_once_that_fail_as_many_are_counted_as_may_be() throws Exception {
    InMemoryAttemptLimiter limiter =
        new InMemoryAttemptLimiter(
            AttemptLimiterContract.only(AttemptLimit.PER_USER, 100)
                .withWait(Duration.ofSeconds(20)),
            100,
            TestClock.create());
    AtomicInteger failed = new AtomicInteger();
    together(
        8,
        () -> {
          for (int i = 0; limiter.admit(ada()) instanceof Admission.Admitted it; i++) {
            if (i % 3 == 0) {
              failed.incrementAndGet();
              it.attempt().count();
            } else {
              it.attempt().refund();
            }
          }
        });

    assertThat(failed).hasValue(100);
  }

  @Test
  void a_capacity_of_none_is_refused() {
    assertThatThrownBy(
            () -> new InMemoryAttemptLimiter(AttemptLimits.watch(), 0, TestClock.create()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("capacity");
  }

  private static void awaitWaiting(InMemoryAttemptLimiter limiter, int number)
      throws InterruptedException {
    for (int i = 0; i < 1000 && limiter.waiting() != number; i++) {
      Thread.sleep(5);
    }
    assertThat(limiter.waiting()).isEqualTo(number);
  }

  private static boolean fail(AttemptLimiter limiter, LoginSubject subject) {
    if (limiter.admit(subject) instanceof Admission.Admitted(var attempt, var reached)) {
      attempt.count();
      return true;
    }
    return false;
  }

  private static void refund(AttemptLimiter limiter, LoginSubject subject) {
    ((Admission.Admitted) limiter.admit(subject)).attempt().refund();
  }

  private static LoginSubject ada() {
    return named("ada");
  }

  private static LoginSubject named(String name) {
    return new LoginSubject(REQUESTER, identifier(name + "@example.com"));
  }
}
