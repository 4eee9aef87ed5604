package dev.portcullis.bootstrap.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands for standard error: can stall, fail, and take a part of what it is given. */
final class SlowChannel implements WritableByteChannel {

  private final StringBuilder received = new StringBuilder();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();
  private final CountDownLatch stalled = new CountDownLatch(1);
  private final CountDownLatch written = new CountDownLatch(1);
  private volatile CountDownLatch open = new CountDownLatch(0);
  private volatile int most = Integer.MAX_VALUE;

  /** From now on nobody reads. */
  void stall() {
    open = new CountDownLatch(1);
  }

  /** Waits for the write that the stall holds up. */
  void awaitStalledWrite() throws InterruptedException {
    stalled.await();
  }

  void awaitFirstWrite() throws InterruptedException {
    written.await();
  }

  /** Somebody reads again. */
  void readAgain() {
    open.countDown();
  }

  /** The next writes fail. */
  void failTimes(int times) {
    failures.set(times);
  }

  /** Each write takes at most that many bytes; with 0, none. */
  void takeAtMost(int bytes) {
    most = bytes;
  }

  /** How many writes have taken something. */
  int writes() {
    return writes.get();
  }

  List<String> lines() {
    synchronized (received) {
      return new ArrayList<>(received.toString().lines().toList());
    }
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    if (open.getCount() > 0) {
      stalled.countDown();
    }
    try {
      open.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IOException("No space left on device");
    }
    byte[] part = new byte[Math.min(most, bytes.remaining())];
    bytes.get(part);
    synchronized (received) {
      received.append(new String(part, StandardCharsets.UTF_8));
    }
    writes.incrementAndGet();
    written.countDown();
    return part.length;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public void close() {}
}
