package dev.portcullis.adapters.memory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.TenantPaceContract;
import io.vavr.control.Option;
import org.junit.jupiter.api.Test;

class InMemoryTenantPaceContractTest implements TenantPaceContract {

  @Override
  public TenantPace pace(TestClock clock) {
    return new InMemoryTenantPace(clock);
  }

  @Override
  public Option<TenantPace> withoutStore(TestClock clock) {
    return Option.none();
  }

  @Test
  void a_limit_out_of_range_is_refused() {
    TenantPace pace = new InMemoryTenantPace(TestClock.create());

    assertThatThrownBy(() -> pace.take(0)).hasMessageContaining("expected: 1-10000");
    assertThatThrownBy(() -> pace.take(10_001)).hasMessageContaining("expected: 1-10000");
  }
}
