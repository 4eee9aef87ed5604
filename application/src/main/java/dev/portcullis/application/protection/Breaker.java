package dev.portcullis.application.protection;

import io.vavr.control.Option;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds out that the provider does not answer, also while calls still hang: it opens if at least
 * five calls have failed or hang since the provider's last answer, and the provider has been silent
 * for some time. Any answer closes it. While it is open, one call at a time goes through, as a
 * probe; one that hangs for three seconds is not waited for.
 *
 * <p>Times are microseconds of any clock. Its owner's lock guards all but {@link #isQuiet}, {@link
 * #startedQuietly} and {@link #answeredQuietly}.
 */
final class Breaker {

  /** Calls without an answer below which nothing is concluded. */
  private static final int LEAST_CALLS = 5;

  private static final long NEVER = Long.MIN_VALUE / 2;
  private static final long FIRST_PROBE = micros(Duration.ofSeconds(1));
  private static final long MOST_BETWEEN_PROBES = micros(Duration.ofSeconds(4));
  private static final long PROBE_HANGS = micros(Duration.ofSeconds(3));

  private final boolean enabled;
  private final long silence;
  private final long hangs;
  private final ProtectionEvents events;
  private final Set<Call> inProgress = ConcurrentHashMap.newKeySet();

  private volatile long lastAnswer = NEVER;
  private final AtomicInteger failures = new AtomicInteger();
  private volatile boolean open;
  private long firstFailureStarted;
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
      if (!isSilent(now)) {
        // An answer came meanwhile; it may not have seen this open, so it will not close it.
        open = false;
        return false;
      }
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

  /** Whether the provider has answered so lately that this cannot open. */
  boolean isQuiet(long now) {
    return !open && (!enabled || now - lastAnswer < silence);
  }

  /** As {@link #started}, of a call that found it {@linkplain #isQuiet quiet}. */
  Call startedQuietly(long now) {
    return begun(new Call(now, false));
  }

  /** As {@link #ended} of a call that was answered; false if that must be called too. */
  boolean answeredQuietly(Call call, long now) {
    if (!enabled) {
      return true;
    }
    boolean unused = inProgress.remove(call);
    // Before the others are read: who opens it looks once more for an answer after that.
    lastAnswer = now;
    return failures.get() == 0 && !open;
  }

  Call started(long now) {
    boolean probe = open;
    if (probe) {
      probing = true;
      nextProbe = now + PROBE_HANGS;
    }
    return begun(new Call(now, probe));
  }

  private Call begun(Call call) {
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
            failures.get() == 0 ? call.started : Math.min(firstFailureStarted, call.started);
        failures.incrementAndGet();
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
    failures.set(0);
    if (open) {
      open = false;
      probing = false;
      events.closed();
    }
  }

  private boolean isSilent(long now) {
    if (now - lastAnswer < silence) {
      return false;
    }
    long since = failures.get() > 0 ? firstFailureStarted : Long.MAX_VALUE;
    int without = failures.get();
    for (Call call : inProgress) {
      since = Math.min(since, call.started);
      if (now - call.started >= hangs) {
        without++;
      }
    }
    return without >= LEAST_CALLS && now - Math.max(since, lastAnswer) >= silence;
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
