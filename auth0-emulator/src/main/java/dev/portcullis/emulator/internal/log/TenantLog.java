package dev.portcullis.emulator.internal.log;

import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.Table;
import dev.portcullis.emulator.observed.LogEntry;
import dev.portcullis.emulator.observed.LogEvent;
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
  private final Table<String, Written> table;

  /**
   * The log of the store, of which at most {@code retention} events are kept. The listener receives
   * each event in order and must not block.
   */
  public TenantLog(
      InstantSource clock,
      int retention,
      String tenantName,
      String hostname,
      Consumer<LogEvent> listener,
      Store store) {
    this.listener = listener;
    this.clock = clock;
    this.retention = retention;
    this.tenantName = tenantName;
    this.hostname = hostname;
    this.table = store.table("log", String.class, Written.class);
    table
        .load()
        .forEach(
            (id, written) -> {
              ids.goOnAfter(id);
              keep(event(id, written.date(), written.entry()));
            });
  }

  /** Appends an event and drops the oldest one if the log is full. */
  public void write(LogEntry entry) {
    lock.lock();
    try {
      Instant now = clock.instant();
      LogEvent event = event(ids.next(now), now, entry);
      table.put(event.logId(), new Written(now, entry));
      keep(event);
      listener.accept(event);
    } finally {
      lock.unlock();
    }
  }

  private LogEvent event(String id, Instant date, LogEntry entry) {
    return new LogEvent(id, date, entry, tenantName, hostname);
  }

  private void keep(LogEvent event) {
    if (events.size() == retention) {
      table.remove(events.removeFirst().logId());
    }
    events.addLast(event);
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

  private record Written(Instant date, LogEntry entry) {}
}
