package dev.portcullis.application.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.portcullis.application.protection.Breaker.Call;
import dev.portcullis.application.protection.Breaker.End;
import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.Overloaded;
import dev.portcullis.domain.outcome.ProviderFault.Unreachable;
import dev.portcullis.domain.outcome.ProviderQuota;
import dev.portcullis.domain.outcome.ProviderReply;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A gate whose clock stands still until the test moves it. A call that waits gives up after two
 * real seconds.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProviderGateTest {

  private static final Either<ProviderFault, Call> SHUT =
      Either.left(new Unreachable(ConnectFault.BREAKER_OPEN));

  private final Paces pace = new Paces();
  private volatile Instant now = Instant.parse("2026-01-15T10:30:00Z");

  @ParameterizedTest
  @CsvSource({"0, 40, 40", "20, 40, 20", "40, 20, 20", "0, 20000, 10000", "10000, 20000, 10000"})
  void the_lower_of_the_limits_that_are_set_and_told_is_kept_to(int set, int told, int kept) {
    ProviderGate gate = gate(set == 0 ? unbroken() : unbroken().withRateLimit(set));

    gate.learn(new ProviderQuota(told, 1, Option.none()));

    assertThat(gate.state().rateLimit()).contains(kept);
    leave(gate, gate.enter("a", true));
    assertThat(pace.taken).containsExactly(kept);
  }

  @Test
  void without_a_limit_the_pace_is_not_asked() {
    ProviderGate gate = gate(unbroken());

    leave(gate, gate.enter("a", true));

    assertThat(pace.taken).isEmpty();
    assertThat(gate.state().rateLimit()).isEmpty();
  }

  @Test
  void a_call_that_the_limit_does_not_count_does_not_ask_the_pace() {
    ProviderGate gate = gate(unbroken().withRateLimit(5));

    leave(gate, gate.enter("a", false));

    assertThat(pace.taken).isEmpty();
  }

  @Test
  void nor_does_one_that_has_waited() throws Exception {
    ProviderGate gate = gate(unbroken().withRateLimit(5).withConcurrent(1));
    Call first = gate.enter("a", false).get();
    CompletableFuture<Either<ProviderFault, Call>> second =
        CompletableFuture.supplyAsync(() -> gate.enter("a", false), virtual());
    awaitWaiting(gate, 1);

    gate.leave(first, End.ANSWERED);
    leave(gate, get(second));

    assertThat(pace.taken).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT10S, PT10S",
    "0, PT60S, PT60S",
    "0, PT60.000001S, PT0S",
    "0, PT-1S, PT0S",
    "1, PT10S, PT0S"
  })
  void a_quota_that_is_used_up_is_a_pause_unless_its_clock_is_wrong(
      int remaining, Duration refill, Duration wait) {
    ProviderGate gate = gate(unbroken());

    gate.learn(new ProviderQuota(5, remaining, Option.some(now.plus(refill))));

    assertThat(wait(gate.enter("a", false))).isEqualTo(wait);
  }

  @Test
  void a_quota_that_does_not_say_when_it_is_refilled_is_no_pause() {
    ProviderGate gate = gate(unbroken());

    gate.learn(new ProviderQuota(5, 0, Option.none()));

    assertThat(wait(gate.enter("a", false))).isZero();
  }

  @ParameterizedTest
  @CsvSource({"PT5S, PT5S", "PT10M, PT10M", "PT1H, PT10M"})
  void a_pause_that_the_provider_names_is_kept_for_ten_minutes_at_most(
      Duration named, Duration kept) {
    ProviderGate gate = gate(unbroken());

    gate.pause(Option.some(named));

    assertThat(pace.pauses).containsExactly(kept);
    assertThat(wait(gate.enter("a", false))).isEqualTo(kept);
    now = now.plus(kept);
    assertThat(wait(gate.enter("a", false))).isZero();
  }

  @Test
  void a_refusal_that_names_no_time_is_a_pause_of_a_second() {
    ProviderGate gate = gate(unbroken());

    gate.pause(Option.none());

    assertThat(pace.pauses).containsExactly(Duration.ofSeconds(1));
    now = now.plusSeconds(1);
    assertThat(wait(gate.enter("a", false))).isZero();
  }

  @Test
  void of_two_pauses_the_longer_counts() {
    ProviderGate gate = gate(unbroken());

    gate.pause(Option.some(Duration.ofSeconds(30)));
    gate.pause(Option.some(Duration.ofSeconds(5)));

    assertThat(wait(gate.enter("a", false))).isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void a_clock_that_is_set_back_ends_the_pause() {
    ProviderGate gate = gate(unbroken());
    gate.pause(Option.some(Duration.ofSeconds(30)));

    now = now.minusSeconds(3600);

    assertThat(wait(gate.enter("a", false))).isZero();
  }

  @Test
  void calls_that_were_not_sent_are_counted_by_their_reason() {
    ProviderGate gate = gate(ProtectionSettings.defaults());
    open(gate);

    assertThat(gate.enter("a", true)).isEqualTo(SHUT);
    assertThat(gate.enter("a", false)).isEqualTo(SHUT);
    gate.pause(Option.some(Duration.ofSeconds(30)));
    now = now.plusSeconds(1);
    assertThat(gate.enter("a", false)).as("a probe during a pause").isEqualTo(SHUT);
    now = now.plusSeconds(30);
    gate.leave(gate.enter("a", false).get(), End.ANSWERED);
    gate.pause(Option.some(Duration.ofSeconds(3)));
    assertThat(wait(gate.enter("a", false))).isEqualTo(Duration.ofSeconds(3));

    assertThat(counted(gate, ProtectionRefusal.BREAKER)).isEqualTo(3);
    assertThat(counted(gate, ProtectionRefusal.PAUSE)).isEqualTo(1);
    assertThat(counted(gate, ProtectionRefusal.QUEUE)).isZero();
  }

  @Test
  void a_probe_is_paced_too() {
    ProviderGate gate = gate(ProtectionSettings.defaults().withRateLimit(5));
    open(gate);
    now = now.plusSeconds(1);
    pace.wait = Duration.ofMillis(300);

    Either<ProviderFault, Call> refused = gate.enter("a", true);
    pace.wait = Duration.ZERO;
    Either<ProviderFault, Call> probe = gate.enter("a", true);
    Either<ProviderFault, Call> second = gate.enter("a", true);

    assertThat(refused).isEqualTo(SHUT);
    assertThat(probe.get().isProbe()).isTrue();
    assertThat(second).isEqualTo(SHUT);
    assertThat(gate.state().breaker()).isEqualTo(BreakerState.HALF_OPEN);
  }

  @Test
  void the_state_shows_what_is_in_progress_and_what_waits() throws Exception {
    ProviderGate gate = gate(unbroken().withConcurrent(2));
    Call first = gate.enter("a", false).get();
    Call second = gate.enter("a", false).get();

    CompletableFuture<Either<ProviderFault, Call>> third = entering(gate, "a", 1);

    assertThat(gate.state().inProgress()).isEqualTo(2);
    assertThat(gate.state().concurrent()).contains(2);
    gate.leave(first, End.ANSWERED);
    gate.leave(get(third).get(), End.ANSWERED);
    gate.leave(second, End.UNSENT);
    assertThat(gate.state().inProgress()).isZero();
    assertThat(gate.state().waiting()).isZero();
  }

  @Test
  void a_call_that_waits_in_vain_is_told_to_come_back_after_a_second() throws Exception {
    ProviderGate gate = gate(unbroken().withConcurrent(1));
    Call first = gate.enter("a", false).get();

    Either<ProviderFault, Call> refused = gate.enter("b", false);

    assertThat(wait(refused)).isEqualTo(Duration.ofSeconds(1));
    assertThat(counted(gate, ProtectionRefusal.QUEUE)).isEqualTo(1);
    assertThat(gate.state().waiting()).isZero();
    gate.leave(first, End.ANSWERED);
    assertThat(wait(gate.enter("b", false))).isZero();
  }

  @Test
  void as_many_calls_wait_as_the_limit_takes_in_a_second_and_the_next_is_refused_at_once()
      throws Exception {
    ProviderGate gate = gate(unbroken().withConcurrent(1).withRateLimit(3));
    Call first = gate.enter("a", true).get();
    List<CompletableFuture<Either<ProviderFault, Call>>> waiting = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      waiting.add(entering(gate, "a", i));
    }

    Either<ProviderFault, Call> more = gate.enter("a", true);

    assertThat(wait(more)).isEqualTo(Duration.ofSeconds(1));
    assertThat(gate.state().waiting()).isEqualTo(3);
    Call last = first;
    for (CompletableFuture<Either<ProviderFault, Call>> each : waiting) {
      gate.leave(last, End.ANSWERED);
      last = get(each).get();
    }
    gate.leave(last, End.ANSWERED);
  }

  @Test
  void during_a_short_pause_fewer_calls_wait() throws Exception {
    ProviderGate gate = gate(unbroken().withRateLimit(10));
    gate.pause(Option.some(Duration.ofMillis(600)));
    List<CompletableFuture<Either<ProviderFault, Call>>> waiting = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      waiting.add(entering(gate, "a", i));
    }

    Either<ProviderFault, Call> more = gate.enter("a", true);

    assertThat(wait(more)).isEqualTo(Duration.ofSeconds(1));
    assertThat(counted(gate, ProtectionRefusal.QUEUE)).isEqualTo(1);
    now = now.plusMillis(600);
    for (CompletableFuture<Either<ProviderFault, Call>> each : waiting) {
      leave(gate, get(each));
    }
  }

  @Test
  void the_last_call_of_the_largest_source_makes_room_for_another() throws Exception {
    ProviderGate gate = gate(unbroken().withConcurrent(1).withRateLimit(8));
    Call first = gate.enter("a", true).get();
    List<CompletableFuture<Either<ProviderFault, Call>>> waiting = new ArrayList<>();
    for (int i = 1; i <= 8; i++) {
      waiting.add(entering(gate, "a", i));
    }

    CompletableFuture<Either<ProviderFault, Call>> other =
        CompletableFuture.supplyAsync(() -> gate.enter("b", true), virtual());

    assertThat(wait(get(waiting.removeLast()))).isEqualTo(Duration.ofSeconds(1));
    assertThat(counted(gate, ProtectionRefusal.QUEUE)).isEqualTo(1);
    gate.leave(first, End.ANSWERED);
    gate.leave(get(waiting.removeFirst()).get(), End.ANSWERED);
    gate.leave(get(waiting.removeFirst()).get(), End.ANSWERED);
    Call turn = get(other).get();
    assertThat(waiting).as("one call of another source before it").noneMatch(it -> it.isDone());
    gate.leave(turn, End.ANSWERED);
    for (CompletableFuture<Either<ProviderFault, Call>> each : waiting) {
      gate.leave(get(each).get(), End.ANSWERED);
    }
    assertThat(gate.state().waiting()).isZero();
  }

  @Test
  void a_call_whose_thread_is_interrupted_waits_no_more_and_hands_its_turn_on() throws Exception {
    ProviderGate gate = gate(unbroken().withConcurrent(1));
    Call first = gate.enter("a", false).get();
    CompletableFuture<Boolean> flag = new CompletableFuture<>();
    CompletableFuture<Either<ProviderFault, Call>> answer = new CompletableFuture<>();
    Thread leader =
        Thread.ofVirtual()
            .start(
                () -> {
                  answer.complete(gate.enter("a", false));
                  flag.complete(Thread.currentThread().isInterrupted());
                });
    awaitWaiting(gate, 1);
    CompletableFuture<Either<ProviderFault, Call>> next = entering(gate, "b", 2);

    leader.interrupt();

    assertThat(wait(get(answer))).isEqualTo(Duration.ofSeconds(1));
    assertThat(flag.get(10, TimeUnit.SECONDS)).isTrue();
    gate.leave(first, End.ANSWERED);
    gate.leave(get(next).get(), End.ANSWERED);
    assertThat(gate.state().waiting()).isZero();
  }

  @Test
  void a_provider_that_throws_leaves_nothing_in_progress() {
    ProviderGate gate = gate(unbroken());

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                ProtectedCalls.<Option<ProviderFault>>paced(
                    gate,
                    "a",
                    () -> {
                      throw new IllegalStateException("a defect");
                    },
                    it -> it,
                    Option::some));
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                ProtectedCalls.<Option<ProviderFault>>unpaced(
                    gate,
                    () -> {
                      throw new IllegalStateException("a defect");
                    },
                    it -> End.ANSWERED,
                    Option::some));

    assertThat(gate.state().inProgress()).isZero();
  }

  @Test
  void a_rate_limit_of_another_kind_of_call_pauses_nothing() {
    ProviderGate gate = gate(unbroken());
    ProviderFault limited = new ProviderFault.RateLimited(Option.some(Duration.ofSeconds(30)));

    Option<ProviderFault> unpaced =
        ProtectedCalls.<Option<ProviderFault>>unpaced(
            gate, () -> Option.some(limited), ProtectedCalls::endOf, Option::some);
    boolean before = pace.pauses.isEmpty();
    ProviderReply<Option<ProviderFault>> paced =
        ProtectedCalls.<Option<ProviderFault>>paced(
            gate,
            "a",
            () -> ProviderReply.of(Option.some(limited)),
            Function.identity(),
            Option::some);

    assertThat(unpaced).contains(limited);
    assertThat(before).isTrue();
    assertThat(paced.answer()).contains(limited);
    assertThat(pace.pauses).containsExactly(Duration.ofSeconds(30));
  }

  @Test
  void the_limit_is_learned_from_an_answer_that_is_a_fault_too() {
    ProviderGate gate = gate(unbroken());
    ProviderFault fault = new ProviderFault.Unavailable(new ProviderError(503, "", ""));

    ProviderReply<Option<ProviderFault>> unused =
        ProtectedCalls.<Option<ProviderFault>>paced(
            gate,
            "a",
            () ->
                new ProviderReply<>(
                    Option.some(fault),
                    Option.none(),
                    Option.some(new ProviderQuota(7, 3, Option.none()))),
            Function.identity(),
            Option::some);

    assertThat(gate.state().rateLimit()).contains(7);
  }

  private static ProtectionSettings unbroken() {
    return ProtectionSettings.defaults().withoutBreaker();
  }

  /** The end of a call is seen by the next, which comes at the same moment. */
  @Test
  void a_call_that_comes_while_the_last_place_is_given_back_takes_it_at_once() throws Exception {
    ProviderGate gate = gate(ProtectionSettings.defaults().withConcurrent(1));
    leave(gate, gate.enter("first", false));
    AtomicReference<Call> present = new AtomicReference<>(gate.enter("first", true).get());

    Race.run(
        5_000,
        () -> present.get(),
        call -> gate.leave(call, End.ANSWERED),
        call -> present.set(gate.enter("next", true).get()),
        call -> assertThat(gate.state().waiting()).isZero());
  }

  @Test
  void of_many_callers_no_more_pass_at_once_than_may_and_none_waits_for_a_turn_that_never_comes()
      throws Exception {
    ProviderGate gate = gate(ProtectionSettings.defaults().withConcurrent(4));
    AtomicInteger present = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<CompletableFuture<Integer>> callers = new ArrayList<>();
    for (int caller = 0; caller < 12; caller++) {
      String source = "source-" + caller;
      callers.add(
          CompletableFuture.supplyAsync(
              () -> {
                int refused = 0;
                for (int i = 0; i < 1_000; i++) {
                  Either<ProviderFault, Call> entered = gate.enter(source, i % 2 == 0);
                  if (entered.isLeft()) {
                    refused++;
                    continue;
                  }
                  int together = present.incrementAndGet();
                  most.accumulateAndGet(together, Math::max);
                  Thread.onSpinWait();
                  present.decrementAndGet();
                  gate.leave(entered.get(), i % 7 == 0 ? End.FAILED : End.ANSWERED);
                }
                return refused;
              },
              virtual()));
    }

    for (CompletableFuture<Integer> caller : callers) {
      assertThat(get(caller)).isZero();
    }
    assertThat(most).hasValueBetween(1, 4);
    assertThat(gate.state().inProgress()).isZero();
    assertThat(gate.state().waiting()).isZero();
  }

  private ProviderGate gate(ProtectionSettings settings) {
    return new ProviderGate(settings, pace, ProtectionEvents.NONE, () -> now);
  }

  private void open(ProviderGate gate) {
    for (int i = 0; i < 5; i++) {
      gate.leave(gate.enter("a", false).get(), End.FAILED);
    }
    now = now.plus(ProtectionSettings.BREAKER_AFTER);
    assertThat(gate.state().breaker()).isEqualTo(BreakerState.OPEN);
  }

  /** Ends a call that was let through; how long one that was not has to wait. */
  private static Duration wait(Either<ProviderFault, Call> entered) {
    return entered.fold(fault -> ((Overloaded) fault).retryAfter().get(), started -> Duration.ZERO);
  }

  private static void leave(ProviderGate gate, Either<ProviderFault, Call> entered) {
    gate.leave(entered.get(), End.ANSWERED);
  }

  private static long counted(ProviderGate gate, ProtectionRefusal why) {
    return gate.state().refused().get(why).get();
  }

  /** A call that has to wait, as the last of this number. */
  private static CompletableFuture<Either<ProviderFault, Call>> entering(
      ProviderGate gate, String source, int waiting) throws InterruptedException {
    CompletableFuture<Either<ProviderFault, Call>> call =
        CompletableFuture.supplyAsync(() -> gate.enter(source, true), virtual());
    awaitWaiting(gate, waiting);
    return call;
  }

  private static Executor virtual() {
    return task -> Thread.ofVirtual().start(task);
  }

  private static <T> T get(CompletableFuture<T> call) throws Exception {
    return call.get(10, TimeUnit.SECONDS);
  }

  private static void awaitWaiting(ProviderGate gate, int number) throws InterruptedException {
    for (int i = 0; i < 5000 && gate.state().waiting() != number; i++) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(gate.state().waiting()).isEqualTo(number);
  }

  /** Lets every call through unless it is told to wait, and keeps what it was asked. */
  private static final class Paces implements TenantPace {

    private final List<Integer> taken = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private volatile Duration wait = Duration.ZERO;

    @Override
    public synchronized Duration take(int perSecond) {
      taken.add(perSecond);
      return wait;
    }

    @Override
    public synchronized void pause(Duration time) {
      pauses.add(time);
    }
  }
}
