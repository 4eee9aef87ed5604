package com.example.audit.adapters.jdbc;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.ProviderRequestId;
import io.vavr.control.Option;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records each login and each step after it as one row. A thread of its own inserts them in
 * batches: a database that is slow or away delays no login. Rows wait in a bounded queue until it
 * is back; what does not fit is lost, counted and logged. Requests that were refused before a login
 * are not recorded: anyone can send them at any rate. Safe for concurrent use.
 */
public final class JdbcJournal implements Journal, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JdbcJournal.class);

  /** Some 6 MB; logins of some minutes. */
  private static final int CAPACITY = 20_000;

  private static final int BATCH = 500;
  private static final String DUPLICATE = "23505";
  private static final Duration LONG_PAUSE = Duration.ofSeconds(15);

  /** How long {@link #close} waits for the database: less than the stop of a service may take. */
  private static final Duration DRAIN = Duration.ofSeconds(5);

  /** Between two lines about losses. */
  private static final Duration REPORTS = Duration.ofSeconds(10);

  /** What does not fit into milliseconds is a broken clock. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  /** Not a row: ends the writer's waiting. */
  private static final LoginRecord WAKE_UP =
      new LoginRecord(
          new UUID(0, 0), Instant.EPOCH, "", "", "", "", Optional.empty(), Optional.empty(), 0);

  private final BlockingQueue<LoginRecord> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong pending = new AtomicLong();
  private final LongAdder lost = new LongAdder();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final LoginTable table;
  private final UserHashes hashes;
  private final InstantSource time;
  private final Supplier<UUID> ids;
  private final Thread writer;

  /** For the writer alone. */
  private boolean away;

  private long reported;
  private Instant nextReport = Instant.EPOCH;

  /**
   * Starts to write; connects at the first event.
   *
   * @param ids supplies the key of each row, never the same twice
   */
  public JdbcJournal(LoginTable table, UserHashes hashes, InstantSource time, Supplier<UUID> ids) {
    this.table = table;
    this.hashes = hashes;
    this.time = time;
    this.ids = ids;
    this.writer = Thread.ofPlatform().daemon().name("audit").start(this::write);
  }

  // region: record
  @Override
  public void record(GatewayEvent event) {
    switch (event) {
      case GatewayEvent.LoginEnded(var subject, var outcome, var upstream, var elapsed) ->
          offer(
              row(
                  subject.requester(),
                  "login",
                  Option.some(subject.identifier()),
                  outcome,
                  upstream,
                  elapsed));
      case GatewayEvent.StepEnded(
              var requester,
              var identifier,
              var step,
              var outcome,
              var upstream,
              var elapsed) ->
          offer(row(requester, step.word(), identifier, outcome, upstream, elapsed));
      default -> {}
    }
  }

  private LoginRecord row(
      Requester requester,
      String step,
      Option<LoginIdentifier> user,
      Outcome outcome,
      Option<ProviderRequestId> upstream,
      Duration elapsed) {
    return new LoginRecord(
        ids.get(),
        time.instant(),
        requester.id().value(),
        step,
        outcome.code().word(),
        requester.client().toString(),
        user.map(hashes::of).toJavaOptional(),
        upstream.map(ProviderRequestId::value).toJavaOptional(),
        (elapsed.compareTo(LONGEST) > 0 ? LONGEST : elapsed).toMillis());
  }

  /** Neither waits nor throws. */
  private void offer(LoginRecord row) {
    pending.incrementAndGet();
    if (closing.getCount() == 0 || !queue.offer(row)) {
      lose(1);
    }
  }

  // end

  /** Rows that are neither stored nor lost yet. */
  public long pending() {
    return pending.get();
  }

  /** Rows that did not fit into the queue, that the database refused, or that came too late. */
  public long lost() {
    return lost.sum();
  }

  // region: close
  /** Stores what is in the queue, for at most 5 s; the rest is lost. Later events are lost too. */
  @Override
  public void close() {
    closing.countDown();
    var unused = queue.offer(WAKE_UP);
    try {
      if (!writer.join(DRAIN)) {
        LOG.warn("The audit database does not answer: {} records are cut off", pending.get());
        writer.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  // end

  // region: write
  private void write() {
    try {
      while (closing.getCount() > 0 || !queue.isEmpty()) {
        List<LoginRecord> batch = new ArrayList<>();
        LoginRecord first = queue.poll(1, TimeUnit.SECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, BATCH - 1);
        }
        batch.remove(WAKE_UP);
        if (!batch.isEmpty()) {
          store(batch);
        }
        report();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      table.disconnect();
    }
  }

  /** Tries until the database takes the rows or refuses them, or the journal is closed. */
  private void store(List<LoginRecord> rows) throws InterruptedException {
    Duration pause = Duration.ofMillis(500);
    while (true) {
      try {
        table.insert(rows);
        stored(rows.size());
        return;
      } catch (SQLException e) {
        String state = String.valueOf(e.getSQLState());
        if (rows.size() == 1 && state.equals(DUPLICATE)) {
          // Stored by an earlier try whose answer was lost.
          stored(1);
          return;
        }
        if (isOfTheRows(state)) {
          refused(rows, state);
          return;
        }
        unavailable(state);
        report();
        if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
          lose(rows.size());
          return;
        }
        pause = pause.compareTo(LONG_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
      }
    }
  }

  // end

  /** Data exceptions and violated constraints; everything else can end by itself or be fixed. */
  private static boolean isOfTheRows(String state) {
    return state.startsWith("22") || state.startsWith("23");
  }

  /** One row that the database refuses must not take the others of its batch with it. */
  private void refused(List<LoginRecord> rows, String state) throws InterruptedException {
    if (rows.size() == 1) {
      LOG.warn("The audit database refuses a record: SQLSTATE {}", state);
      lose(1);
      return;
    }
    for (LoginRecord row : rows) {
      store(List.of(row));
    }
  }

  private void stored(int rows) {
    pending.addAndGet(-rows);
    if (away) {
      away = false;
      LOG.info("The audit database is back");
    }
  }

  /** Without the exception: its message can have what the URL has. */
  private void unavailable(String state) {
    if (!away) {
      away = true;
      LOG.warn("The audit database is away, records wait: SQLSTATE {}", state);
    }
  }

  private void lose(int rows) {
    pending.addAndGet(-rows);
    lost.add(rows);
  }

  private void report() {
    long total = lost.sum();
    Instant now = time.instant();
    if (total > reported && !now.isBefore(nextReport)) {
      LOG.warn("{} audit records are lost", total - reported);
      reported = total;
      nextReport = now.plus(REPORTS);
    }
  }
}
