package dev.portcullis.emulator.internal.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  @Test
  void consecutive_failures_use_up_the_threshold() {
    ConsecutiveFailures counter = new ConsecutiveFailures(() -> 3);

    counter.fail(NOW);
    counter.fail(NOW);

    assertThat(counter.remaining(NOW)).isEqualTo(1);
    counter.fail(NOW);
    assertThat(counter.remaining(NOW)).isZero();
  }

  @Test
  void a_success_resets_the_count() {
    ConsecutiveFailures counter = new ConsecutiveFailures(() -> 3);
    counter.fail(NOW);
    counter.fail(NOW);

    counter.succeed(NOW);

    assertThat(counter.remaining(NOW)).isEqualTo(3);
    assertThat(counter.untouched(NOW)).isTrue();
  }

  @Test
  void failures_are_forgotten_30_days_after_the_last_one() {
    ConsecutiveFailures counter = new ConsecutiveFailures(() -> 2);
    Instant second = NOW.plus(Duration.ofDays(3));
    counter.fail(NOW);
    counter.fail(second);

    int justBefore = counter.remaining(second.plus(Duration.ofDays(30)).minusMillis(1));
    int then = counter.remaining(second.plus(Duration.ofDays(30)));

    assertThat(justBefore).isZero();
    assertThat(then).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "863999, 0", "864000, 1", "1727999, 1", "1728000, 2", "86400000, 3"})
  void a_bucket_gives_one_attempt_back_per_period(long laterMillis, int remaining) {
    TokenBucket bucket = new TokenBucket(() -> 3, () -> Duration.ofSeconds(864));
    bucket.fail(NOW);
    bucket.fail(NOW);
    bucket.fail(NOW);

    int then = bucket.remaining(NOW.plusMillis(laterMillis));

    assertThat(then).isEqualTo(remaining);
  }

  @Test
  void a_bucket_keeps_the_part_of_a_period_that_has_passed() {
    TokenBucket bucket = new TokenBucket(() -> 2, () -> Duration.ofSeconds(1));
    bucket.fail(NOW);
    bucket.fail(NOW);
    bucket.remaining(NOW.plusMillis(1500));
    bucket.fail(NOW.plusMillis(1500));

    int then = bucket.remaining(NOW.plusMillis(2000));

    assertThat(then).isEqualTo(1);
  }

  @Test
  void a_success_gives_a_bucket_nothing_back() {
    TokenBucket bucket = new TokenBucket(() -> 2, () -> Duration.ofSeconds(1));
    bucket.fail(NOW);

    bucket.succeed(NOW);

    assertThat(bucket.remaining(NOW)).isEqualTo(1);
  }
}
