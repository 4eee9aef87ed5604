package dev.portcullis.application.protection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProtectionSettingsTest {

  private static final ProtectionSettings DEFAULTS = ProtectionSettings.defaults();

  @Test
  void each_value_is_set_alone() {
    ProtectionSettings all =
        DEFAULTS.withConcurrent(7).withRateLimit(20).withBreakerAfter(Duration.ofSeconds(3));

    assertThat(all.concurrent()).contains(7);
    assertThat(all.rateLimit()).contains(20);
    assertThat(all.breakerAfter()).contains(Duration.ofSeconds(3));
    assertThat(all.withoutBreaker().breakerAfter()).isEmpty();
    assertThat(all.withoutBreaker().rateLimit()).contains(20);
    assertThat(all.withoutBreaker().concurrent()).contains(7);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, true", "10000, true", "10001, false"})
  void a_rate_limit_is_1_to_10000(int perSecond, boolean taken) {
    taken(() -> DEFAULTS.withRateLimit(perSecond), "rateLimit: " + perSecond, taken);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0.099999999S, false",
    "PT0.1S, true",
    "PT1M, true",
    "PT1M0.000000001S, false",
    "PT-1S, false"
  })
  void the_breaker_opens_after_100_ms_to_1_minute(Duration silence, boolean taken) {
    taken(() -> DEFAULTS.withBreakerAfter(silence), "breakerAfter: " + silence, taken);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1})
  void without_a_call_in_progress_there_is_no_login(int calls) {
    taken(() -> DEFAULTS.withConcurrent(calls), "concurrent: " + calls, false);
    taken(() -> DEFAULTS.withConcurrent(1), "", true);
  }

  private static void taken(Runnable setting, String named, boolean taken) {
    if (taken) {
      setting.run();
    } else {
      assertThatIllegalArgumentException()
          .isThrownBy(setting::run)
          .withMessageContaining(named + " (expected: ");
    }
  }
}
