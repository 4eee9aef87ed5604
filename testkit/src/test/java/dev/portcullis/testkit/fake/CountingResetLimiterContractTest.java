package dev.portcullis.testkit.fake;

import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.ResetLimiterContract;
import io.vavr.control.Option;

class CountingResetLimiterContractTest implements ResetLimiterContract {

  @Override
  public Option<ResetLimiter> withoutStore() {
    return Option.none();
  }

  @Override
  public ResetLimiter limiter(int perUser, int perAddress, TestClock clock) {
    return new CountingResetLimiter(perUser, perAddress, WINDOW, clock);
  }
}
