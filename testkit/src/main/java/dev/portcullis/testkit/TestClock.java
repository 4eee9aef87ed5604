package dev.portcullis.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until it is moved; safe for concurrent use. */
public final class TestClock implements InstantSource {

  private final AtomicReference<Instant> now;

  private TestClock(Instant start) {
    this.now = new AtomicReference<>(start);
  }

  /** A clock that shows 2026-01-15T10:30:00Z. */
  public static TestClock create() {
    return at(Instant.parse("2026-01-15T10:30:00Z"));
  }

  public static TestClock at(Instant start) {
    return new TestClock(start);
  }

  /** Moves the clock; backwards too, as clocks do. */
  public void advance(Duration by) {
    now.updateAndGet(instant -> instant.plus(by));
  }

  @Override
  public Instant instant() {
    return now.get();
  }
}
