package dev.portcullis.emulator.internal.protection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.TestClock;
import dev.portcullis.emulator.internal.store.DataDirectory;
import dev.portcullis.emulator.internal.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HourlyTest {

  private static final int CAPACITY = 10_000;

  @TempDir private Path folder = Path.of(".");

  private final TestClock clock = new TestClock();

  private Hourly<String> of(Store store) {
    return new Hourly<>(clock, store.table("rule", String.class, Instant.class));
  }

  @Test
  void something_may_happen_again_after_an_hour_and_for_another_key_at_once() {
    Hourly<String> rule = of(Store.inMemory());
    boolean first = rule.mayHappen("a");
    boolean other = rule.mayHappen("b");
    clock.advance(Duration.ofHours(1).minusNanos(1));
    boolean early = rule.mayHappen("a");
    clock.advance(Duration.ofNanos(1));

    assertThat(rule.mayHappen("a")).isTrue();
    assertThat(first).isTrue();
    assertThat(other).isTrue();
    assertThat(early).isFalse();
  }

  @Test
  void the_key_that_is_forgotten_for_a_new_one_is_the_least_recent() {
    Hourly<String> rule = of(Store.inMemory());
    rule.mayHappen("recent");
    for (int i = 1; i < CAPACITY; i++) {
      rule.mayHappen("key " + i);
    }
    clock.advance(Duration.ofHours(1));
    rule.mayHappen("recent");

    boolean isNew = rule.mayHappen("new");

    assertThat(isNew).isTrue();
    assertThat(rule.mayHappen("recent")).isFalse();
  }

  @Test
  void after_a_restart_the_key_that_is_forgotten_for_a_new_one_is_the_least_recent() {
    try (DataDirectory before = DataDirectory.open(folder)) {
      Store store = before.begin();
      store.commit();
      Hourly<String> rule = of(store);
      rule.mayHappen("recent");
      for (int i = 1; i < CAPACITY; i++) {
        rule.mayHappen("key " + i);
      }
      clock.advance(Duration.ofHours(1));
      rule.mayHappen("recent");
    }

    try (DataDirectory after = DataDirectory.open(folder)) {
      Hourly<String> rule = of(after.present().orElseThrow());
      boolean isNew = rule.mayHappen("new");

      assertThat(isNew).isTrue();
      assertThat(rule.mayHappen("recent")).isFalse();
    }
  }
}
