package dev.portcullis.testkit.fake;

import dev.portcullis.application.protection.port.TenantPace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A pace that remembers when the calls of the last second were made; safe for concurrent use. */
public final class SpacedTenantPace implements TenantPace {

  private static final Duration SECOND = Duration.ofMillis(1040);

  private final InstantSource time;
  private final List<Instant> calls = new ArrayList<>();
  private Instant due = Instant.MIN;
  private Instant pausedUntil = Instant.MIN;

  public SpacedTenantPace(InstantSource time) {
    this.time = time;
  }

  @Override
  public synchronized Duration take(int perSecond) {
    Instant now = time.instant();
    if (!calls.isEmpty() && calls.getLast().isAfter(now)) {
      calls.clear();
      due = Instant.MIN;
      pausedUntil = Instant.MIN;
    }
    calls.removeIf(it -> !it.plus(SECOND).isAfter(now));
    Instant free =
        calls.size() < perSecond ? now : calls.get(calls.size() - perSecond).plus(SECOND);
    Instant spaced = calls.size() < Math.max(1, perSecond / 2) ? now : due;
    Instant next = latest(free, latest(spaced, pausedUntil));
    if (next.isAfter(now)) {
      return Duration.between(now, next);
    }
    due = latest(due, now.minusMillis(20)).plus(SECOND.dividedBy(perSecond));
    calls.add(now);
    return Duration.ZERO;
  }

  @Override
  public synchronized void pause(Duration length) {
    pausedUntil = latest(pausedUntil, time.instant().plus(length));
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
