package dev.portcullis.emulator.internal.protection;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;

/** Brute-force protection's counter: consecutive failures, forgotten 30 days after the last one. */
final class ConsecutiveFailures implements Budget {

  static final Duration MEMORY = Duration.ofDays(30);

  private final IntSupplier threshold;
  private int failures;
  private Instant last = Instant.MIN;

  ConsecutiveFailures(IntSupplier threshold) {
    this.threshold = threshold;
  }

  @Override
  public int remaining(Instant now) {
    return threshold.getAsInt() - current(now);
  }

  @Override
  public void fail(Instant now) {
    failures = current(now) + 1;
    last = now;
  }

  @Override
  public void succeed(Instant now) {
    failures = 0;
  }

  @Override
  public boolean untouched(Instant now) {
    return current(now) == 0;
  }

  @Override
  public Counted counted() {
    return new Counted(failures, last);
  }

  @Override
  public void restore(Counted counted) {
    failures = counted.count();
    last = counted.at();
  }

  private int current(Instant now) {
    if (failures > 0 && last.isAfter(now)) {
      // The clock was set back: the block lasts 30 days from now, not more.
      last = now;
    }
    return failures > 0 && now.isBefore(last.plus(MEMORY)) ? failures : 0;
  }
}
