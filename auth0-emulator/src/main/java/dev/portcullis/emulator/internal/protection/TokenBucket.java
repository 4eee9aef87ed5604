package dev.portcullis.emulator.internal.protection;

import java.time.Duration;
import java.time.Instant;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * The counter of suspicious IP throttling: each failure takes a token, and one is given back per
 * {@code rate}. A success changes nothing.
 */
final class TokenBucket implements Budget {

  private final IntSupplier capacity;
  private final Supplier<Duration> rate;
  private int taken;
  private Instant since = Instant.EPOCH;

  TokenBucket(IntSupplier capacity, Supplier<Duration> rate) {
    this.capacity = capacity;
    this.rate = rate;
  }

  @Override
  public int remaining(Instant now) {
    refill(now);
    return capacity.getAsInt() - taken;
  }

  /**
   * The time at which the next token is given back; called right after one was taken or refused.
   */
  Instant next() {
    return since.plus(rate.get());
  }

  @Override
  public void fail(Instant now) {
    refill(now);
    if (taken == 0) {
      since = now;
    }
    taken++;
  }

  @Override
  public void succeed(Instant now) {}

  @Override
  public boolean untouched(Instant now) {
    refill(now);
    return taken == 0;
  }

  @Override
  public Counted counted() {
    return new Counted(taken, since);
  }

  @Override
  public void restore(Counted counted) {
    taken = counted.count();
    since = counted.at();
  }

  private void refill(Instant now) {
    if (taken == 0) {
      return;
    }
    if (since.isAfter(now)) {
      // The clock was set back: the next token is one rate away, not more.
      since = now;
    }
    long rateMillis = rate.get().toMillis();
    long back = Duration.between(since, now).toMillis() / rateMillis;
    if (back > 0) {
      taken = (int) Math.max(0, taken - back);
      since = since.plusMillis(back * rateMillis);
    }
  }
}
