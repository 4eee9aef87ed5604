package dev.portcullis.bootstrap.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HangUpTest {

  private final HangUp hangUp = new HangUp();
  private final AtomicInteger reloads = new AtomicInteger();

  @Test
  void a_signal_during_the_start_reloads_once_when_the_start_is_over() {
    hangUp.received();
    hangUp.received();

    hangUp.run(reloads::incrementAndGet);

    assertThat(reloads).hasValue(1);
  }

  @Test
  void without_a_signal_nothing_is_reloaded_and_each_later_one_reloads() {
    hangUp.run(reloads::incrementAndGet);
    int before = reloads.get();

    hangUp.received();
    hangUp.received();

    assertThat(before).isZero();
    assertThat(reloads).hasValue(2);
  }

  @Test
  void a_reload_that_fails_does_not_end_the_start() {
    hangUp.received();

    assertThatCode(
            () ->
                hangUp.run(
                    () -> {
                      throw new IllegalStateException("fails");
                    }))
        .doesNotThrowAnyException();
  }
}
