package dev.portcullis.emulator.log;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** The tenant's events in order, the newest {@code retention} of them; safe for many threads. */
public final class TenantLog {

  private final InstantSource clock;
  private final int retention;
  private final String tenantName;
  private final String hostname;
  private final ReentrantLock lock = new ReentrantLock();
  private final LogIds ids = new LogIds();
  private final Deque<LogEvent> events = new ArrayDeque<>();
  private final Consumer<LogEvent> listener;

  /**
   * An empty log that keeps at most {@code retention} events; the listener hears each in its order
   * and must not wait.
   */
  public TenantLog(
      InstantSource clock,
      int retention,
      String tenantName,
      String hostname,
      Consumer<LogEvent> listener) {
    this.listener = listener;
    this.clock = clock;
    this.retention = retention;
    this.tenantName = tenantName;
    this.hostname = hostname;
  }

  /** Appends an event and drops the oldest one if the log is full. */
  public void write(LogEntry entry) {
    lock.lock();
    try {
      Instant now = clock.instant();
      if (events.size() == retention) {
        events.removeFirst();
      }
      LogEvent event = new LogEvent(ids.next(now), now, entry, tenantName, hostname);
      events.addLast(event);
      listener.accept(event);
    } finally {
      lock.unlock();
    }
  }

  /** A copy of the kept events, oldest first. */
  public List<LogEvent> events() {
    lock.lock();
    try {
      return new ArrayList<>(events);
    } finally {
      lock.unlock();
    }
  }
}
