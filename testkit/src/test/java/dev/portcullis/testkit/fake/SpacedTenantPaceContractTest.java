package dev.portcullis.testkit.fake;

import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.TenantPaceContract;
import io.vavr.control.Option;

class SpacedTenantPaceContractTest implements TenantPaceContract {

  @Override
  public TenantPace pace(TestClock clock) {
    return new SpacedTenantPace(clock);
  }

  @Override
  public Option<TenantPace> withoutStore(TestClock clock) {
    return Option.none();
  }
}
