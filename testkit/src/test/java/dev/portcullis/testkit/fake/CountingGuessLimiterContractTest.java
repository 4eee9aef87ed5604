package dev.portcullis.testkit.fake;

import dev.portcullis.application.mfa.port.GuessLimiter;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.GuessLimiterContract;
import io.vavr.control.Option;
import java.time.Duration;

class CountingGuessLimiterContractTest implements GuessLimiterContract {

  @Override
  public Option<GuessLimiter> withoutStore() {
    return Option.none();
  }

  @Override
  public GuessLimiter limiter(int most, Duration lifetime, TestClock clock) {
    return new CountingGuessLimiter(most, lifetime, clock);
  }
}
