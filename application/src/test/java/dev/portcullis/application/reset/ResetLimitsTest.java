package dev.portcullis.application.reset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResetLimitsTest {

  @ParameterizedTest
  @CsvSource({"0, 1, PT1S", "1, 0, PT1S", "1, 1, PT0S", "1, 1, PT-1S"})
  void a_limit_that_lets_nothing_through_is_refused(int perUser, int perAddress, Duration window) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ResetLimits(perUser, perAddress, window))
        .withMessageContaining("expected: all > 0");
  }

  @Test
  void one_reset_in_a_nanosecond_is_a_limit() {
    ResetLimits least = new ResetLimits(1, 1, Duration.ofNanos(1));

    assertThat(least.window()).isEqualTo(Duration.ofNanos(1));
    assertThat(ResetLimits.DEFAULT).isEqualTo(new ResetLimits(3, 20, Duration.ofMinutes(15)));
  }
}
