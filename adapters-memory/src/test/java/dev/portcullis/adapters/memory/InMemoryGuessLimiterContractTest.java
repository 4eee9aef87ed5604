package dev.portcullis.adapters.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.GuessLimiterContract;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class InMemoryGuessLimiterContractTest implements GuessLimiterContract {

  @Override
  public Option<GuessLimiter> withoutStore() {
    return Option.none();
  }

  @Override
  public GuessLimiter limiter(int most, Duration lifetime, TestClock clock) {
    return new InMemoryGuessLimiter(most, lifetime, 10_000, clock);
  }

  @Test
  void a_flood_of_made_up_logins_takes_bounded_memory_and_keeps_nobody_out() {
    TestClock clock = TestClock.create();
    InMemoryGuessLimiter limiter = new InMemoryGuessLimiter(5, LIFETIME, 100, clock);

    for (int i = 0; i < 1000; i++) {
      limiter.take(new MfaToken("made-up-" + i));
    }

    assertThat(limiter.size()).isEqualTo(100);
    assertThat(limiter.take(new MfaToken("real"))).isTrue();
    assertThat(limiter.size()).isEqualTo(100);
  }

  @Test
  void the_memory_of_logins_that_have_expired_is_freed() {
    TestClock clock = TestClock.create();
    InMemoryGuessLimiter limiter = new InMemoryGuessLimiter(5, LIFETIME, 100, clock);
    for (int i = 0; i < 50; i++) {
      limiter.take(new MfaToken("login-" + i));
    }

    clock.advance(LIFETIME);
    limiter.take(new MfaToken("later"));

    assertThat(limiter.size()).isEqualTo(1);
  }

  @Test
  void a_later_guess_of_a_login_makes_it_remembered_no_longer() {
    TestClock clock = TestClock.create();
    InMemoryGuessLimiter limiter = new InMemoryGuessLimiter(5, LIFETIME, 100, clock);
    limiter.take(new MfaToken("first"));
    clock.advance(LIFETIME.dividedBy(2));
    limiter.take(new MfaToken("second"));
    limiter.take(new MfaToken("first"));

    clock.advance(LIFETIME.dividedBy(2));
    limiter.take(new MfaToken("third"));

    assertThat(limiter.size()).isEqualTo(2);
  }

  @Test
  void of_a_full_memory_the_oldest_login_makes_room_and_no_other() {
    InMemoryGuessLimiter limiter = new InMemoryGuessLimiter(1, LIFETIME, 3, TestClock.create());
    for (String login : List.of("one", "two", "three")) {
      limiter.take(new MfaToken(login));
    }

    boolean fourth = limiter.take(new MfaToken("four"));

    assertThat(fourth).isTrue();
    assertThat(limiter.take(new MfaToken("two"))).isFalse();
    assertThat(limiter.take(new MfaToken("three"))).isFalse();
    assertThat(limiter.take(new MfaToken("four"))).isFalse();
    assertThat(limiter.take(new MfaToken("one"))).as("is forgotten").isTrue();
  }

  @Test
  void a_limit_of_nothing_is_refused() {
    TestClock clock = TestClock.create();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InMemoryGuessLimiter(0, LIFETIME, 1, clock));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InMemoryGuessLimiter(1, Duration.ZERO, 1, clock));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new InMemoryGuessLimiter(1, LIFETIME, 0, clock));
  }
}
