package dev.portcullis.emulator.internal.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.TestClock;
import dev.portcullis.emulator.internal.protection.EndpointLimit.State;
import dev.portcullis.emulator.observed.LogType;
import dev.portcullis.emulator.tenant.protection.TokenRateLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndpointLimitTest {

  private final TestClock clock = new TestClock();
  private final long reset = clock.instant().getEpochSecond() + 1;

  private List<State> take(int times, boolean enforced) {
    EndpointLimit limit = new EndpointLimit(() -> new TokenRateLimit(10, enforced), clock);
    List<State> states = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      states.add(limit.take());
    }
    return states;
  }

  @Test
  void the_last_fifth_is_logged_as_near_and_what_is_more_than_all_is_refused() {
    List<State> states = take(12, true);

    assertThat(states.get(0)).isEqualTo(new State(false, 10, 9, reset, Optional.empty()));
    assertThat(states.get(6)).isEqualTo(new State(false, 10, 3, reset, Optional.empty()));
    assertThat(states.get(7))
        .isEqualTo(new State(false, 10, 2, reset, Optional.of(LogType.RATE_LIMIT_NEAR)));
    assertThat(states.get(9))
        .isEqualTo(new State(false, 10, 0, reset, Optional.of(LogType.RATE_LIMIT_NEAR)));
    assertThat(states.get(10))
        .isEqualTo(new State(true, 10, 0, reset, Optional.of(LogType.RATE_LIMITED)))
        .isEqualTo(states.get(11));
  }

  @Test
  void a_limit_that_is_only_announced_counts_but_refuses_and_logs_nothing() {
    List<State> states = take(11, false);

    assertThat(states).extracting(State::refused).containsOnly(false);
    assertThat(states).extracting(State::event).containsOnly(Optional.empty());
    assertThat(states.get(9).remaining()).isZero();
    assertThat(states.get(10).remaining()).isZero();
  }

  @Test
  void every_second_of_the_clock_starts_anew() {
    EndpointLimit limit = new EndpointLimit(() -> new TokenRateLimit(1, true), clock);
    limit.take();
    boolean refused = limit.take().refused();
    // The clock starts at 10:00:00.123456.
    clock.advance(Duration.ofNanos(876_543_999));
    boolean before = limit.take().refused();
    clock.advance(Duration.ofNanos(1));

    State next = limit.take();

    assertThat(refused).isTrue();
    assertThat(before).isTrue();
    assertThat(next.refused()).isFalse();
    assertThat(next.reset()).isEqualTo(reset + 1);
  }

  @Test
  void a_change_of_the_limit_applies_within_the_second() {
    int[] perSecond = {1};
    EndpointLimit limit = new EndpointLimit(() -> new TokenRateLimit(perSecond[0], true), clock);
    limit.take();
    perSecond[0] = 2;

    State raised = limit.take();
    perSecond[0] = 1;
    State lowered = limit.take();

    assertThat(raised.refused()).isFalse();
    assertThat(lowered.refused()).isTrue();
    assertThat(lowered.remaining()).isZero();
  }
}
