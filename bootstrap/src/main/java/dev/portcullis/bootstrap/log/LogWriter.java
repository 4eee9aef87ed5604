package dev.portcullis.bootstrap.log;

import io.vavr.control.Option;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Writes lines on a thread of its own, many in one call, so that nobody who logs waits for the
 * channel. The queue is bounded; lines that do not fit are lost, counted, and reported by a line of
 * the log as soon as there is room. Safe for concurrent use; the lines of one thread stay in order.
 */
final class LogWriter {

  /** The most that one call writes, unless a single line is longer. */
  static final int BATCH_BYTES = 64 * 1024;

  /** While lines are being lost, one report for so much of what is written. */
  private static final long REPORT_EVERY_BYTES = 1024 * 1024;

  /** How long a line waits for others. */
  private static final long GATHER_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long LAST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final WritableByteChannel channel;
  private final long capacity;
  private final Function<Map<LineKind, Long>, byte[]> report;

  // The lock guards the fields below. It is never held while writing.
  private final Lock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition progress = lock.newCondition();
  private final Deque<Batch> queue = new ArrayDeque<>();
  private final Deque<Batch> spare = new ArrayDeque<>();
  private final Map<LineKind, Long> lost = new EnumMap<>(LineKind.class);
  private final Map<LineKind, Long> unreported = new EnumMap<>(LineKind.class);
  private long accepted;
  private long done;
  private long doneAtReport = -REPORT_EVERY_BYTES;
  private int flushes;
  private boolean idle;
  private boolean closed;

  /** Whole lines, written in one call. */
  private static final class Batch {

    private final byte[] bytes;
    private int length;

    Batch(int size) {
      this.bytes = new byte[size];
    }

    boolean hasRoomFor(byte[] line) {
      return line.length <= bytes.length - length;
    }

    void add(byte[] line) {
      System.arraycopy(line, 0, bytes, length, line.length);
      length += line.length;
    }
  }

  /**
   * A writer whose thread runs until it is closed.
   *
   * @param capacity how many bytes wait at most; the kinds of lines have shares of it
   * @param report the line that reports how many lines of which kind were lost
   */
  LogWriter(
      WritableByteChannel channel, long capacity, Function<Map<LineKind, Long>, byte[]> report) {
    this.channel = channel;
    this.capacity = capacity;
    this.report = report;
    Thread.ofPlatform().daemon().name("log").start(this::run);
  }

  /** Queues a line, or counts it as lost; never waits for the channel. */
  void write(byte[] line, LineKind kind) {
    lock.lock();
    try {
      if (accepted - done + line.length > kind.share(capacity)) {
        lost.merge(kind, 1L, Long::sum);
        unreported.merge(kind, 1L, Long::sum);
        return;
      }
      add(line);
      if (idle) {
        idle = false;
        work.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** How many lines of a kind have been lost since the start. */
  long lost(LineKind kind) {
    lock.lock();
    try {
      return lost.getOrDefault(kind, 0L);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until everything queued so far is written, but not longer than {@code most}. */
  void flush(Duration most) {
    lock.lock();
    try {
      flushes++;
      work.signal();
      long target = accepted;
      long left = most.toNanos();
      while (done < target && left > 0) {
        left = progress.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      flushes--;
      lock.unlock();
    }
  }

  /** Flushes, and lets the thread end. */
  void close(Duration most) {
    flush(most);
    lock.lock();
    try {
      closed = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  private void add(byte[] line) {
    if (queue.isEmpty() || !queue.getLast().hasRoomFor(line)) {
      boolean reusable = !spare.isEmpty() && line.length <= BATCH_BYTES;
      queue.add(reusable ? spare.remove() : new Batch(Math.max(BATCH_BYTES, line.length)));
    }
    queue.getLast().add(line);
    accepted += line.length;
  }

  private void run() {
    Option<Batch> next = take();
    while (next.isDefined()) {
      write(next.get());
      release(next.get());
      next = take();
    }
  }

  /** The next batch; none once the writer is closed and everything is written. */
  private Option<Batch> take() {
    lock.lock();
    try {
      while (queue.isEmpty() && unreported.isEmpty() && !closed) {
        idle = true;
        work.awaitUninterruptibly();
        idle = false;
      }
      long left = GATHER_NANOS;
      while (queue.size() <= 1 && flushes == 0 && !closed && left > 0) {
        left = await(left);
      }
      boolean caughtUp = queue.size() <= 1;
      if (!unreported.isEmpty() && (caughtUp || done - doneAtReport >= REPORT_EVERY_BYTES)) {
        // At the end of the queue, which is where the lines are missing.
        add(report.apply(new EnumMap<>(unreported)));
        unreported.clear();
        doneAtReport = done;
      }
      return Option.of(queue.poll());
    } finally {
      lock.unlock();
    }
  }

  private void write(Batch batch) {
    ByteBuffer bytes = ByteBuffer.wrap(batch.bytes, 0, batch.length);
    long pause = FIRST_PAUSE_NANOS;
    while (bytes.hasRemaining()) {
      if (tryToWrite(bytes)) {
        pause = FIRST_PAUSE_NANOS;
      } else if (hasEndedAfter(pause)) {
        return;
      } else {
        pause = Math.min(2 * pause, LAST_PAUSE_NANOS);
      }
    }
  }

  /** False if nothing was written: a full disk, a closed pipe, or one that does not block. */
  private boolean tryToWrite(ByteBuffer bytes) {
    try {
      return channel.write(bytes) > 0;
    } catch (IOException e) {
      // There is nowhere else to report it, and the next attempt may succeed.
      return false;
    }
  }

  private boolean hasEndedAfter(long pause) {
    lock.lock();
    try {
      if (!closed) {
        long unused = await(pause);
      }
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void release(Batch batch) {
    lock.lock();
    try {
      done += batch.length;
      batch.length = 0;
      if (spare.isEmpty() && batch.bytes.length == BATCH_BYTES) {
        spare.add(batch);
      }
      progress.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // Its caller looks again.
  private long await(long nanos) {
    try {
      return work.awaitNanos(nanos);
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; if somebody does, the log is still written.
      return 0;
    }
  }
}
