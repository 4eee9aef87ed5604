package dev.portcullis.emulator.internal.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.TestClock;
import dev.portcullis.emulator.internal.protection.RateLimiter.Draw;
import dev.portcullis.emulator.internal.store.DataDirectory;
import dev.portcullis.emulator.internal.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RateLimiterTest {

  private static final int CAPACITY = 20_000;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final TestClock clock = new TestClock();
  private final RateLimiter<String> limiter = of(Store.inMemory());

  private RateLimiter<String> of(Store store) {
    return new RateLimiter<>(clock, store.table("rate", String.class, Counted.class));
  }

  @Test
  void a_burst_is_granted_and_then_a_token_each_time_one_is_refilled() {
    Instant start = clock.instant();

    Draw first = limiter.draw("a", 2, MINUTE);
    clock.advance(Duration.ofSeconds(10));
    Draw second = limiter.draw("a", 2, MINUTE);
    Draw third = limiter.draw("a", 2, MINUTE);
    clock.advance(MINUTE.minusSeconds(10).minusMillis(1));
    Draw early = limiter.draw("a", 2, MINUTE);
    clock.advance(Duration.ofMillis(1));
    Draw refilled = limiter.draw("a", 2, MINUTE);

    assertThat(first).isEqualTo(new Draw(true, 1, start.plus(MINUTE)));
    assertThat(second).isEqualTo(new Draw(true, 0, start.plus(MINUTE)));
    assertThat(third).isEqualTo(new Draw(false, 0, start.plus(MINUTE))).isEqualTo(early);
    assertThat(refilled).isEqualTo(new Draw(true, 0, start.plus(MINUTE).plus(MINUTE)));
  }

  @Test
  void a_bucket_is_full_again_after_a_long_time_and_never_more_than_full() {
    limiter.draw("a", 2, MINUTE);
    limiter.draw("a", 2, MINUTE);
    clock.advance(Duration.ofDays(1));

    Draw draw = limiter.draw("a", 2, MINUTE);

    assertThat(draw).isEqualTo(new Draw(true, 1, clock.instant().plus(MINUTE)));
  }

  @Test
  void a_reset_header_names_a_second_that_begins_with_a_token_in_the_bucket() {
    Instant within = clock.instant().plus(MINUTE);
    Draw first = limiter.draw("a", 1, MINUTE);
    clock.advance(Duration.ofNanos(1_000_000_000 - within.getNano()));
    Instant whole = clock.instant().plus(MINUTE);
    Draw second = limiter.draw("b", 1, MINUTE);

    assertThat(within.getNano()).isPositive();
    assertThat(first.reset()).isEqualTo(within.getEpochSecond() + 1);
    assertThat(second.reset()).isEqualTo(whole.getEpochSecond());
  }

  @Test
  void every_key_has_its_own_bucket_and_a_reset_fills_one() {
    limiter.take("a", 1, MINUTE);

    boolean other = limiter.take("b", 1, MINUTE);
    limiter.reset("a");
    boolean reset = limiter.take("a", 1, MINUTE);
    boolean empty = limiter.take("b", 1, MINUTE);

    assertThat(other).isTrue();
    assertThat(reset).isTrue();
    assertThat(empty).isFalse();
  }

  @Test
  void a_restart_does_not_refill_and_what_was_reset_stays_so(@TempDir Path folder) {
    try (DataDirectory data = DataDirectory.open(folder)) {
      Store store = data.begin();
      store.commit();
      RateLimiter<String> before = of(store);
      before.take("empty", 1, MINUTE);
      before.take("reset", 1, MINUTE);
      before.reset("reset");
    }

    try (DataDirectory data = DataDirectory.open(folder)) {
      RateLimiter<String> after = of(data.present().orElseThrow());

      assertThat(after.take("empty", 1, MINUTE)).isFalse();
      assertThat(after.take("reset", 1, MINUTE)).isTrue();
    }
  }

  @Test
  void where_there_are_too_many_keys_the_one_unused_for_longest_is_forgotten() {
    limiter.take("used", 2, MINUTE);
    limiter.take("unused", 1, MINUTE);
    limiter.take("used", 2, MINUTE);
    for (int i = 1; i < CAPACITY; i++) {
      limiter.take("key " + i, 1, MINUTE);
    }

    boolean used = limiter.take("used", 2, MINUTE);
    boolean unused = limiter.take("unused", 1, MINUTE);

    assertThat(used).isFalse();
    assertThat(unused).isTrue();
  }
}
