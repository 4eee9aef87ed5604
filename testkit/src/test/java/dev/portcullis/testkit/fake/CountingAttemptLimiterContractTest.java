package dev.portcullis.testkit.fake;

import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.AttemptLimiterContract;
import io.vavr.control.Option;

class CountingAttemptLimiterContractTest implements AttemptLimiterContract {

  @Override
  public AttemptLimiter limiter(AttemptLimits limits, TestClock clock) {
    return new CountingAttemptLimiter(limits, clock);
  }

  @Override
  public Option<AttemptLimiter> withoutStore(AttemptLimits limits, TestClock clock) {
    return Option.none();
  }
}
