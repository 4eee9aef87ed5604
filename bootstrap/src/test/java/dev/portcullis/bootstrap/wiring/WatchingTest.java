package dev.portcullis.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchingTest {

  @Test
  void a_task_that_fails_runs_again() throws Exception {
    CountDownLatch runs = new CountDownLatch(2);

    Thread thread =
        Watching.repeating(
            "test",
            () -> {
              runs.countDown();
              throw new IllegalStateException("broken");
            });

    assertThat(runs.await(30, TimeUnit.SECONDS)).isTrue();
    thread.interrupt();
    thread.join();
  }

  @Test
  void a_task_ends_with_an_interrupt() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    Thread thread =
        Watching.repeating(
            "test",
            () -> {
              started.countDown();
              try {
                TimeUnit.HOURS.sleep(1);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();

    thread.interrupt();

    assertThat(thread.join(Duration.ofSeconds(30))).isTrue();
  }
}
