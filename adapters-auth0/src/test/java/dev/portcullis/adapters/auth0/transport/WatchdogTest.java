package dev.portcullis.adapters.auth0.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.transport.Watchdog.Alarm;
import java.io.Closeable;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WatchdogTest {

  private static final long NEVER = Duration.ofHours(1).toNanos();

  @Test
  void what_is_watched_is_closed_when_time_is_up() throws Exception {
    CountDownLatch closed = new CountDownLatch(1);
    try (Watchdog watchdog = new Watchdog("tenant.example.com");
        Alarm alarm = watchdog.alarmIn(TimeUnit.MILLISECONDS.toNanos(50))) {
      alarm.watch(closed::countDown);

      closed.await();

      assertThat(alarm.rung()).isTrue();
      assertThat(alarm.disarm()).isFalse();
    }
  }

  @Test
  void a_socket_watched_after_the_deadline_is_closed_immediately() throws Exception {
    CountDownLatch rung = new CountDownLatch(1);
    AtomicInteger closed = new AtomicInteger();
    try (Watchdog watchdog = new Watchdog("tenant.example.com");
        Alarm alarm = watchdog.alarmIn(0)) {
      alarm.watch(rung::countDown);
      rung.await();

      boolean inTime = alarm.watch(closed::incrementAndGet);

      assertThat(inTime).isFalse();
      assertThat(closed).hasValue(1);
    }
  }

  @Test
  void a_disarmed_alarm_closes_nothing() {
    AtomicInteger closed = new AtomicInteger();
    try (Watchdog watchdog = new Watchdog("tenant.example.com");
        Alarm alarm = watchdog.alarmIn(NEVER)) {
      alarm.watch(closed::incrementAndGet);

      boolean inTime = alarm.disarm();

      assertThat(inTime).isTrue();
      assertThat(alarm.rung()).isFalse();
      assertThat(alarm.watch(closed::incrementAndGet)).isTrue();
      assertThat(closed).hasValue(0);
    }
  }

  /** A busy gateway sets thousands of alarms a second, each of which holds a request's socket. */
  @Test
  void a_disarmed_alarm_holds_nothing_until_its_time() throws Exception {
    try (Watchdog watchdog = new Watchdog("tenant.example.com")) {
      WeakReference<Closeable> watched = watchedAndDisarmed(watchdog);

      for (int i = 0; i < 300 && watched.get() != null; i++) {
        System.gc();
        Thread.sleep(10);
      }

      assertThat(watched.get()).isNull();
    }
  }

  private static WeakReference<Closeable> watchedAndDisarmed(Watchdog watchdog) {
    AtomicInteger closed = new AtomicInteger();
    Closeable socket = closed::incrementAndGet;
    Alarm alarm = watchdog.alarmIn(NEVER);
    alarm.watch(socket);
    alarm.disarm();
    return new WeakReference<>(socket);
  }
}
