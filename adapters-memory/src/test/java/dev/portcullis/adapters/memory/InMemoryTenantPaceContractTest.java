package dev.portcullis.adapters.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.TenantPaceContract;
import io.vavr.control.Option;
import java.time.Duration;
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

  @Test
  void a_clock_that_is_set_back_ends_a_pause() {
    TestClock clock = TestClock.create();
    TenantPace pace = new InMemoryTenantPace(clock);
    assertThat(pace.take(10)).isZero();
    pace.pause(Duration.ofSeconds(30));

    clock.advance(Duration.ofHours(-1));

    assertThat(pace.take(10)).isZero();
  }

  @Test
  void a_pause_ends_at_its_end() {
    TestClock clock = TestClock.create();
    TenantPace pace = new InMemoryTenantPace(clock);
    pace.pause(Duration.ofSeconds(30));

    clock.advance(Duration.ofSeconds(30).minus(Duration.ofNanos(1000)));
    Duration before = pace.take(10);
    clock.advance(Duration.ofNanos(1000));
    Duration after = pace.take(10);

    assertThat(before).isEqualTo(Duration.ofNanos(1000));
    assertThat(after).isZero();
  }

  @Test
  void a_lower_limit_counts_the_calls_that_were_made_before_it() {
    TestClock clock = TestClock.create();
    TenantPace pace = new InMemoryTenantPace(clock);
    for (int i = 0; i < 4; i++) {
      assertThat(pace.take(8)).as("call %s", i).isZero();
    }

    Duration lower = pace.take(4);
    clock.advance(Duration.ofMillis(1030));
    Duration soon = pace.take(4);
    clock.advance(Duration.ofMillis(10));
    Duration later = pace.take(4);

    assertThat(lower).isEqualTo(Duration.ofMillis(1040));
    assertThat(soon).isPositive();
    assertThat(later).isZero();
  }
}
