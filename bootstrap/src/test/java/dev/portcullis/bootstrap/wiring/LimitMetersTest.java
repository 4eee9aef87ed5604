package dev.portcullis.bootstrap.wiring;

import static dev.portcullis.testkit.Fixtures.anAttempt;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.memory.InMemoryAttemptLimiter;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.port.AttemptLimiter.Admission;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.testkit.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class LimitMetersTest {

  @Test
  void a_memory_that_is_full_shows_what_it_does_not_count() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    InMemoryAttemptLimiter memory =
        new InMemoryAttemptLimiter(AttemptLimits.watch(), 3, TestClock.create());
    new LimitMeters(registry).of(AttemptLimits.watch(), memory);

    for (int user = 0; user < 5; user++) {
      Admission admission =
          memory.admit(anAttempt().by("user-" + user + "@example.com").build().subject());
      ((Admission.Admitted) admission).attempt().count();
    }

    assertThat(remembered(registry, AttemptLimit.PER_USER)).isEqualTo(3);
    assertThat(uncounted(registry, AttemptLimit.PER_USER)).isEqualTo(2);
    assertThat(remembered(registry, AttemptLimit.PER_ADDRESS)).isEqualTo(1);
    assertThat(uncounted(registry, AttemptLimit.PER_ADDRESS)).isZero();
  }

  private static double remembered(SimpleMeterRegistry registry, AttemptLimit limit) {
    return registry.get("portcullis.limits.remembered").tag("limit", limit.word()).gauge().value();
  }

  private static double uncounted(SimpleMeterRegistry registry, AttemptLimit limit) {
    return registry
        .get("portcullis.limits.uncounted")
        .tag("limit", limit.word())
        .functionCounter()
        .count();
  }
}
