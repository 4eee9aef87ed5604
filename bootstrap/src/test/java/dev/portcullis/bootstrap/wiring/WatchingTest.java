package dev.portcullis.bootstrap.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.bootstrap.settings.DoctorSettings;
import dev.portcullis.doctor.port.Sleeper;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.WatchState;
import dev.portcullis.doctor.watch.WatchTenantUseCase;
import io.vavr.collection.Seq;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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

  @Test
  void a_watch_that_is_closed_ends_its_tasks_and_its_connection() throws Exception {
    CompletableFuture<Duration> pause = new CompletableFuture<>();
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicInteger ends = new AtomicInteger();
    Sleeper sleeper =
        time -> {
          pause.complete(time);
          try {
            TimeUnit.HOURS.sleep(1);
          } catch (InterruptedException e) {
            interrupted.countDown();
            Thread.currentThread().interrupt();
          }
        };
    WatchTenantUseCase agrees =
        new WatchTenantUseCase() {
          @Override
          public WatchState look() {
            return new WatchState.Agrees();
          }

          @Override
          public WatchState take(Seq<LogEvent> events) {
            return new WatchState.Agrees();
          }
        };
    TenantWatching watching =
        new TenantWatching(
            DoctorSettings.NONE.withWatch(new DoctorSettings.Watch.Poll(Duration.ofMinutes(7))),
            Journal.NONE,
            agrees,
            () -> {
              throw new AssertionError("no doctor is asked for");
            },
            sleeper,
            ends::incrementAndGet);

    watching.start(new Readiness());
    Duration interval = pause.get(30, TimeUnit.SECONDS);
    watching.close();

    assertThat(interval).isEqualTo(Duration.ofMinutes(7));
    assertThat(ends).hasValue(1);
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
  }
}
