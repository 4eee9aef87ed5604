package dev.portcullis.adapters.memory;

import static dev.portcullis.testkit.Fixtures.anAttempt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portcullis.application.reset.ResetLimits;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.ResetLimiterContract;
import io.vavr.control.Option;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class InMemoryResetLimiterContractTest implements ResetLimiterContract {

  @Override
  public Option<ResetLimiter> withoutStore() {
    return Option.none();
  }

  @Override
  public ResetLimiter limiter(int perUser, int perAddress, TestClock clock) {
    return new InMemoryResetLimiter(new ResetLimits(perUser, perAddress, WINDOW), 10_000, clock);
  }

  @Test
  void a_flood_of_names_frees_nobodys_resets_and_passes() {
    TestClock clock = TestClock.create();
    ResetLimiter limiter = new InMemoryResetLimiter(new ResetLimits(1, 10_000, WINDOW), 100, clock);
    limiter.take(anAttempt().by("ada@example.com").build().subject());

    for (int i = 0; i < 1000; i++) {
      limiter.take(anAttempt().by("user-" + i + "@example.com").build().subject());
    }

    assertThat(limiter.take(anAttempt().by("ada@example.com").build().subject()).isDefined())
        .isTrue();
    clock.advance(WINDOW.plus(Duration.ofSeconds(1)));
    assertThat(limiter.take(anAttempt().by("new@example.com").build().subject()).isEmpty())
        .isTrue();
  }

  @Test
  void others_wait_while_the_memory_is_full() {
    TestClock clock = TestClock.create();
    ResetLimiter limiter = new InMemoryResetLimiter(new ResetLimits(1, 10_000, WINDOW), 100, clock);
    for (int i = 0; i < 100; i++) {
      limiter.take(anAttempt().by("user-" + i + "@example.com").build().subject());
    }

    boolean refused = limiter.take(anAttempt().by("new@example.com").build().subject()).isDefined();

    assertThat(refused).isTrue();
  }

  @Test
  void who_is_known_keeps_the_resets_that_are_left_while_the_memory_is_full() {
    TestClock clock = TestClock.create();
    ResetLimiter limiter = new InMemoryResetLimiter(new ResetLimits(2, 10_000, WINDOW), 100, clock);
    for (int i = 0; i < 100; i++) {
      limiter.take(anAttempt().by("user-" + i + "@example.com").build().subject());
    }

    boolean second = limiter.take(anAttempt().by("user-7@example.com").build().subject()).isEmpty();
    boolean third = limiter.take(anAttempt().by("user-7@example.com").build().subject()).isEmpty();

    assertThat(second).isTrue();
    assertThat(third).isFalse();
  }

  @Test
  void a_reset_comes_back_after_its_part_of_the_window_and_the_wait_is_in_whole_seconds() {
    TestClock clock = TestClock.create();
    ResetLimiter limiter = limiter(3, 10_000, clock);
    LoginSubject ada = anAttempt().by("ada@example.com").build().subject();
    for (int i = 0; i < 3; i++) {
      limiter.take(ada);
    }
    clock.advance(Duration.ofMillis(1500));

    Option<Duration> wait = limiter.take(ada);

    assertThat(wait).contains(Duration.ofSeconds(299));
    clock.advance(WINDOW.dividedBy(3).minusMillis(1501));
    assertThat(limiter.take(ada)).contains(Duration.ofSeconds(1));
    clock.advance(Duration.ofMillis(1));
    assertThat(limiter.take(ada)).isEmpty();
  }

  @Test
  void a_capacity_of_none_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InMemoryResetLimiter(ResetLimits.DEFAULT, 0, TestClock.create()));
  }
}
