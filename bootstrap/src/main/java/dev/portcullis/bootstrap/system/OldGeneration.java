package dev.portcullis.bootstrap.system;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import javax.management.NotificationEmitter;

/**
 * Collects the old generation of the heap before it grows. The serial collector lets it grow to the
 * largest heap first, and then the process keeps that memory: each connection that has lived for a
 * while leaves some kilobytes there. Takes at most a five-hundredth of the time.
 */
public final class OldGeneration {

  /** What the launcher starts with, in bytes: as large as it may be without a collection. */
  private static final long LEAST = 24L * 1024 * 1024;

  /** How many times as long as a collection took no other is asked for. */
  private static final long REST = 500;

  private final MemoryPoolMXBean pool;
  private final InstantSource clock;
  private final long rest;
  private Instant restsUntil = Instant.MIN;

  private OldGeneration(MemoryPoolMXBean pool, InstantSource clock, long rest) {
    this.pool = pool;
    this.clock = clock;
    this.rest = rest;
  }

  /** Watches that of this process from now on; with another collector than the serial, nothing. */
  public static void watch(InstantSource clock) {
    watch(clock, REST);
  }

  /** The same, with another rest after each collection. */
  static void watch(InstantSource clock, long rest) {
    ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getName().equals("Tenured Gen"))
        .forEach(pool -> new OldGeneration(pool, clock, rest).start());
  }

  private void start() {
    pool.setUsageThreshold(threshold(0, max()));
    ((NotificationEmitter) ManagementFactory.getMemoryMXBean())
        .addNotificationListener(
            (told, unused) -> collect(),
            told -> told.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED),
            null);
  }

  /** Told by one thread, one after the other. */
  private void collect() {
    Instant began = clock.instant();
    if (began.isBefore(restsUntil)) {
      // Many connections come and go: the JVM collects when the heap is full.
      pool.setUsageThreshold(later(pool.getUsage().getUsed(), max()));
      return;
    }
    System.gc();
    Instant ended = clock.instant();
    restsUntil = ended.plus(Duration.between(began, ended).multipliedBy(rest));
    pool.setUsageThreshold(threshold(pool.getCollectionUsage().getUsed(), max()));
  }

  private long max() {
    return pool.getUsage().getMax();
  }

  /** How many bytes may be used before it is thought of again, after {@code used} were too many. */
  static long later(long used, long max) {
    return atMost(used / 4 * 5, max);
  }

  /**
   * How many bytes may be used before the next collection.
   *
   * @param live bytes in use after the last one
   * @param max the most bytes that can be used
   */
  static long threshold(long live, long max) {
    return atMost(Math.max(LEAST, live / 4 * 7), max);
  }

  /** Never all: the JVM would collect first, and the threshold be kept for good. */
  private static long atMost(long threshold, long max) {
    return Math.min(threshold, max / 10 * 9);
  }
}
