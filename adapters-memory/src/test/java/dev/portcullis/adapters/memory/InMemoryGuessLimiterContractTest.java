package dev.portcullis.adapters.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.GuessLimiterContract;
import io.vavr.control.Option;
import java.time.Duration;
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
}
