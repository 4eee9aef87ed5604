package dev.portcullis.emulator.internal.stream;

import dev.portcullis.emulator.internal.store.Store;
import dev.portcullis.emulator.internal.store.Table;
import dev.portcullis.emulator.internal.stream.HttpLogStream.Status;
import dev.portcullis.emulator.observed.LogEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;

/** The tenant's log streams, at most ten; safe for many threads. */
public final class LogStreams implements AutoCloseable {

  private static final int MOST = 10;

  private final Duration firstPause;
  private final BiPredicate<String, LogEvent> filter;
  private final ReentrantLock lock = new ReentrantLock();
  private final Table<String, Stored> table;
  private final Map<String, Entry> streams = new LinkedHashMap<>();

  /**
   * The streams of the store; the first retry is after that delay. A stream receives the events
   * that the filter holds for, by its id.
   */
  public LogStreams(Duration firstPause, BiPredicate<String, LogEvent> filter, Store store) {
    this.firstPause = firstPause;
    this.filter = filter;
    this.table = store.table("log-streams", String.class, Stored.class);
    table
        .load()
        .forEach(
            (id, stored) -> {
              start(id, stored.name(), stored.sink());
              setActive(id, stored.active());
            });
  }

  /** Passes an event to every active stream; never blocks. */
  public void accept(LogEvent event) {
    lock.lock();
    try {
      streams.forEach(
          (id, entry) -> {
            if (filter.test(id, event)) {
              entry.stream().accept(event);
            }
          });
    } finally {
      lock.unlock();
    }
  }

  /** Starts a stream; empty if there are too many. */
  public Optional<LogStream> add(String id, String name, HttpSink sink) {
    lock.lock();
    try {
      if (streams.size() >= MOST) {
        return Optional.empty();
      }
      table.put(id, new Stored(name, sink, true));
      start(id, name, sink);
      return find(id);
    } finally {
      lock.unlock();
    }
  }

  private void start(String id, String name, HttpSink sink) {
    streams.put(id, new Entry(name, sink, new HttpLogStream(sink, firstPause)));
  }

  /** The stream of that id. */
  public Optional<LogStream> find(String id) {
    return all().stream().filter(stream -> stream.id().equals(id)).findFirst();
  }

  /** Every stream. */
  public List<LogStream> all() {
    lock.lock();
    try {
      return streams.entrySet().stream()
          .map(
              each ->
                  new LogStream(
                      each.getKey(),
                      each.getValue().name(),
                      each.getValue().sink(),
                      each.getValue().stream().status().name().toLowerCase(Locale.ROOT)))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** Replaces the name and the target of a stream; events that wait are dropped. */
  public void change(String id, String name, HttpSink sink) {
    lock.lock();
    try {
      Optional.ofNullable(streams.get(id))
          .ifPresent(
              entry -> {
                boolean active = entry.stream().status() == Status.ACTIVE;
                table.put(id, new Stored(name, sink, active));
                if (sink.equals(entry.sink())) {
                  streams.put(id, new Entry(name, sink, entry.stream()));
                  return;
                }
                entry.stream().close();
                start(id, name, sink);
                setActive(id, active);
              });
    } finally {
      lock.unlock();
    }
  }

  /** Starts or pauses a stream. */
  public void setActive(String id, boolean active) {
    lock.lock();
    try {
      Optional.ofNullable(streams.get(id))
          .ifPresent(
              entry -> {
                table.put(id, new Stored(entry.name(), entry.sink(), active));
                entry.stream().setStatus(active ? Status.ACTIVE : Status.PAUSED);
              });
    } finally {
      lock.unlock();
    }
  }

  /** Ends a stream. */
  public void remove(String id) {
    lock.lock();
    try {
      table.remove(id);
      Optional.ofNullable(streams.remove(id)).ifPresent(entry -> entry.stream().close());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      streams.values().forEach(entry -> entry.stream().close());
      streams.clear();
    } finally {
      lock.unlock();
    }
  }

  /** A stream as the Management API shows it. */
  public record LogStream(String id, String name, HttpSink sink, String status) {}

  private record Stored(String name, HttpSink sink, boolean active) {}

  private record Entry(String name, HttpSink sink, HttpLogStream stream) {}
}
