package dev.portcullis.adapters.auth0.transport;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Closes a socket at a deadline. A socket's own timeout is no deadline, because it restarts with
 * every byte.
 */
final class Watchdog implements AutoCloseable {

  private final ScheduledThreadPoolExecutor timer;

  /**
   * @param tenant the host, which the thread is named after
   */
  Watchdog(String tenant) {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("portcullis-auth0-watchdog-" + tenant).factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /**
   * @throws java.util.concurrent.RejectedExecutionException after {@link #close}
   */
  Alarm alarmIn(long nanos) {
    Alarm alarm = new Alarm();
    alarm.timer = timer.schedule(alarm::ring, nanos, TimeUnit.NANOSECONDS);
    return alarm;
  }

  void every(long nanos, Runnable task) {
    var unused = timer.scheduleWithFixedDelay(task, nanos, nanos, TimeUnit.NANOSECONDS);
  }

  /** Sets no more alarms; the alarms already set still ring. */
  @Override
  public void close() {
    timer.shutdown();
  }

  static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException ignored) {
      // It is not used again either way.
    }
  }

  /** Rings once, unless disarmed before. */
  static final class Alarm implements AutoCloseable {

    private enum State {
      ARMED,
      DISARMED,
      RUNG
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.ARMED);
    private volatile @Nullable Closeable watched;
    private @Nullable ScheduledFuture<?> timer;

    private Alarm() {}

    /** False, and closed, if time is already up. */
    boolean watch(Closeable closeable) {
      watched = closeable;
      boolean inTime = !rung();
      if (!inTime) {
        closeQuietly(closeable);
      }
      return inTime;
    }

    /** False if it has rung; after true it never closes anything. */
    boolean disarm() {
      boolean inTime = state.compareAndSet(State.ARMED, State.DISARMED);
      if (inTime && timer != null) {
        timer.cancel(false);
      }
      return inTime;
    }

    boolean rung() {
      return state.get() == State.RUNG;
    }

    long remainingNanos() {
      return timer == null ? 0 : timer.getDelay(TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
      disarm();
    }

    private void ring() {
      if (state.compareAndSet(State.ARMED, State.RUNG)) {
        Closeable closeable = watched;
        if (closeable != null) {
          closeQuietly(closeable);
        }
      }
    }
  }
}
