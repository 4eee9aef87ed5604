package dev.portcullis.application.protection;

import io.vavr.control.Option;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Finds out that the provider does not answer, also while calls still hang: it opens if at least
 * five calls have failed or hang since the provider's last answer, and the provider has been silent
 * for some time. Any answer closes it. While it is open, one call at a time goes through, as a
 * probe; one that hangs for three seconds is not waited for.
 *
 * <p>Times are microseconds of any clock. Not safe for concurrent use.
 */
final class Breaker {

  /** Calls without an answer below which nothing is concluded. */
  private static final int LEAST_CALLS = 5;

  private static final long FIRST_PROBE = micros(Duration.ofSeconds(1));
  private static final long MOST_BETWEEN_PROBES = micros(Duration.ofSeconds(4));
  private static final long PROBE_HANGS = micros(Duration.ofSeconds(3));

  private final boolean enabled;
  private final long silence;
  private final long hangs;
  private final ProtectionEvents events;
  private final Set<Call> inProgress = new LinkedHashSet<>();

  private long lastAnswer = Long.MIN_VALUE;
  private int failures;
  private long firstFailureStarted;
  private boolean open;
  private long nextProbe;
  private long betweenProbes;
  private boolean probing;

  /**
   * Closed.
   *
   * @param after how long the provider is silent before this opens; none to stay closed
   */
  Breaker(Option<Duration> after, ProtectionEvents events) {
    this.enabled = after.isDefined();
    this.silence = micros(after.getOrElse(Duration.ZERO));
    this.hangs = silence * 2 / 3;
    this.events = events;
  }

  /** A call in progress. */
  static final class Call {

    private final long started;
    private final boolean probe;

    private Call(long started, boolean probe) {
      this.started = started;
      this.probe = probe;
    }

    boolean isProbe() {
      return probe;
    }
  }

  /** What became of a call. */
  enum End {
    /** The provider has answered it, whatever it said. */
    ANSWERED,
    /** The provider could not be reached, did not answer, or has failed. */
    FAILED,
    /** It was not sent, for a reason that is not the provider's. */
    UNSENT
  }

  BreakerState state(long now) {
    if (!isOpen(now)) {
      return BreakerState.CLOSED;
    }
    return probing ? BreakerState.HALF_OPEN : BreakerState.OPEN;
  }

  /** Whether only probes may go through. */
  boolean isOpen(long now) {
    if (!open && enabled && isSilent(now)) {
      open = true;
      probing = false;
      betweenProbes = FIRST_PROBE;
      nextProbe = now + betweenProbes;
      events.opened();
    }
    return open;
  }

  /** Whether the next call may be the probe; asked only while it is open. */
  boolean isProbeDue(long now) {
    return now >= nextProbe;
  }

  Call started(long now) {
    Call call = new Call(now, open);
    if (open) {
      probing = true;
      nextProbe = now + PROBE_HANGS;
    }
    if (enabled) {
      boolean unused = inProgress.add(call);
    }
    return call;
  }

  void ended(Call call, End how, long now) {
    if (!enabled) {
      return;
    }
    boolean unused = inProgress.remove(call);
    switch (how) {
      case ANSWERED -> answered(now);
      case FAILED -> {
        firstFailureStarted =
            failures == 0 ? call.started : Math.min(firstFailureStarted, call.started);
        failures++;
        if (open && call.probe) {
          probing = false;
          betweenProbes = Math.min(2 * betweenProbes, MOST_BETWEEN_PROBES);
          nextProbe = now + betweenProbes;
        }
      }
      case UNSENT -> {
        if (open && call.probe) {
          probing = false;
          nextProbe = now + betweenProbes;
        }
      }
    }
  }

  private void answered(long now) {
    lastAnswer = now;
    failures = 0;
    if (open) {
      open = false;
      probing = false;
      events.closed();
    }
  }

  private boolean isSilent(long now) {
    Iterator<Call> oldestFirst = inProgress.iterator();
    Call oldest = oldestFirst.hasNext() ? oldestFirst.next() : null;
    if (failures == 0 && oldest == null) {
      return false;
    }
    long since = Long.MAX_VALUE;
    if (failures > 0) {
      since = firstFailureStarted;
    }
    if (oldest != null) {
      since = Math.min(since, oldest.started);
    }
    if (now - Math.max(since, lastAnswer) < silence) {
      return false;
    }
    int without = failures;
    for (Call call = oldest;
        without < LEAST_CALLS && call != null && now - call.started >= hangs;
        call = oldestFirst.hasNext() ? oldestFirst.next() : null) {
      without++;
    }
    return without >= LEAST_CALLS;
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
