package dev.portcullis.application.protection;

import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderQuota;
import io.vavr.collection.LinkedHashMap;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Every call to the provider goes through here. It passes at once, waits briefly for its turn, or
 * is refused at once, because the provider does not answer, has asked for a pause, or is busy for
 * longer than a caller should wait. Safe for concurrent use.
 *
 * <p>Of the waiting calls one leads: it alone asks the pace, without the lock, as the pace may ask
 * a store. When it is let through it hands the lead to the next in turn, so that no thread but the
 * callers' is needed.
 *
 * <p>While the provider answers and nothing waits, a call passes and ends without the lock: a
 * caller that finds a lock taken waits behind all that the threads have to do.
 */
final class ProviderGate {

  /** The longest wait for a turn. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** A call is not let into the queue if it is likely to wait for longer. */
  private static final Duration LIKELY = Duration.ofSeconds(1);

  /** The pause after a refusal of the provider that names no time. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** The provider's longest pause that is kept; after that a call finds out. */
  private static final Duration MOST_PAUSE = Duration.ofMinutes(10);

  /** A refill further away is a wrong clock. */
  private static final Duration MOST_REFILL = Duration.ofMinutes(1);

  private static final int MOST_WAITING = 1_000;

  /** Turns over which the present speed is measured. */
  private static final int MEASURED = 64;

  private static final long SECOND = TimeUnit.SECONDS.toMicros(1);

  private final ReentrantLock lock = new ReentrantLock();
  private final ProtectionSettings settings;
  private final TenantPace pace;
  private final Breaker breaker;
  private final InstantSource time;
  private final int concurrent;
  private final WaitingCalls waiting = new WaitingCalls();
  private final Map<ProtectionRefusal, Long> refused = new EnumMap<>(ProtectionRefusal.class);
  private final long[] turns = new long[MEASURED];
  private final AtomicInteger inProgress = new AtomicInteger();
  private volatile @Nullable WaitingCall leader;
  private volatile int learned;
  private volatile long pausedUntil;
  private int turnsTaken;
  private long busySince;

  ProviderGate(
      ProtectionSettings settings, TenantPace pace, ProtectionEvents events, InstantSource time) {
    this.settings = settings;
    this.pace = pace;
    this.breaker = new Breaker(settings.breakerAfter(), events);
    this.time = time;
    this.concurrent = settings.concurrent().getOrElse(Integer.MAX_VALUE);
  }

  /**
   * Lets a call through, or says why not. Each call that is let through ends with {@link #leave}.
   *
   * @param source who calls, for taking turns
   * @param paced whether it counts by the provider's rate limit
   */
  Either<ProviderFault, Breaker.Call> enter(String source, boolean paced) {
    long arrived = clock();
    if (breaker.isQuiet(arrived) && isFree(arrived, paced) && takesPlace()) {
      return Either.right(breaker.startedQuietly(arrived));
    }
    lock.lock();
    try {
      long now = kept(arrived);
      if (breaker.isOpen(now)) {
        refuseWaiting();
        return probe(paced, now);
      }
      if (isFree(now, paced) && takesPlace()) {
        return Either.right(breaker.started(now));
      }
      if (leader != null && !hasRoom(source, now)) {
        return Either.left(busy(now));
      }
      return take(new WaitingCall(source, paced, lock.newCondition()), now);
    } finally {
      lock.unlock();
    }
  }

  /** A call has ended. */
  void leave(Breaker.Call call, Breaker.End how) {
    long ended = clock();
    boolean quiet = how == Breaker.End.ANSWERED && breaker.answeredQuietly(call, ended);
    int unused = inProgress.decrementAndGet();
    // Read after the place was given back: who leads looks for one after it leads.
    if (quiet && leader == null) {
      return;
    }
    lock.lock();
    try {
      if (!quiet) {
        breaker.ended(call, how, kept(ended));
      }
      WaitingCall next = leader;
      if (next != null) {
        next.wake();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The provider has told its limit. */
  void learn(ProviderQuota quota) {
    lock.lock();
    try {
      learned = Math.min(quota.limit(), TenantPace.MOST);
      if (quota.remaining() == 0) {
        long now = now();
        for (Instant refill : quota.refill()) {
          long until = micros(refill);
          if (until - now <= micros(MOST_REFILL)) {
            pauseUntil(until);
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** The provider has refused a call for its rate limit. */
  void pause(Option<Duration> retryAfter) {
    Duration named = retryAfter.getOrElse(PAUSE);
    Duration kept = named.compareTo(MOST_PAUSE) < 0 ? named : MOST_PAUSE;
    pace.pause(kept);
    lock.lock();
    try {
      pauseUntil(now() + micros(kept));
    } finally {
      lock.unlock();
    }
  }

  private void pauseUntil(long until) {
    if (until > pausedUntil) {
      pausedUntil = until;
      // Turns slow down for the pause, which says nothing of how fast they come after it.
      busySince = until;
      turnsTaken = 0;
    }
  }

  ProtectionState state() {
    lock.lock();
    try {
      LinkedHashMap<ProtectionRefusal, Long> counts = LinkedHashMap.empty();
      for (ProtectionRefusal why : ProtectionRefusal.values()) {
        counts = counts.put(why, refused.getOrDefault(why, 0L));
      }
      return new ProtectionState(
          breaker.state(now()),
          inProgress.get(),
          settings.concurrent(),
          waiting(),
          Option.some(limit()).filter(it -> it > 0),
          counts);
    } finally {
      lock.unlock();
    }
  }

  private Either<ProviderFault, Breaker.Call> probe(boolean paced, long now) {
    if (breaker.isProbeDue(now) && pausedUntil <= now) {
      int limit = limit();
      // The pace of a store is asked with the lock held: nobody waits for it but other probes.
      if (!paced || limit == 0 || pace.take(limit).isZero()) {
        inProgress.incrementAndGet();
        return Either.right(breaker.started(now));
      }
    }
    return Either.left(unanswering());
  }

  /** The way of a call that leads or waits, until it starts or is refused. */
  private Either<ProviderFault, Breaker.Call> take(WaitingCall me, long arrived) {
    if (leader == null) {
      leader = me;
      busySince = arrived;
      turnsTaken = 0;
    } else {
      waiting.add(me);
    }
    long left = PATIENCE.toNanos();
    long now = arrived;
    try {
      while (true) {
        ProviderFault fault = me.refused();
        if (fault != null) {
          return Either.left(fault);
        }
        if (breaker.isOpen(now)) {
          handOver(me);
          refuseWaiting();
          return Either.left(unanswering());
        }
        long untilFree = pausedUntil - now;
        if (left <= 0 || untilFree * 1000 > left) {
          handOver(me);
          return Either.left(busy(now));
        }
        long wait = left;
        if (leader == me && inProgress.get() < concurrent) {
          if (untilFree <= 0) {
            untilFree = askPace(me);
            now = now();
            if (untilFree <= 0 && !breaker.isOpen(now) && takesPlace()) {
              turns[turnsTaken++ & (MEASURED - 1)] = now;
              handOver(me);
              return Either.right(breaker.started(now));
            }
          }
          wait = Math.min(left, Math.max(1, untilFree) * 1000);
        }
        left -= wait - me.turn().awaitNanos(wait);
        now = now();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      handOver(me);
      return Either.left(busy(now));
    }
  }

  /** Microseconds until it is worth asking again; 0 if the call may start. */
  private long askPace(WaitingCall me) {
    int limit = limit();
    if (!me.paced() || limit == 0) {
      return 0;
    }
    lock.unlock();
    try {
      return micros(pace.take(limit));
    } finally {
      lock.lock();
    }
  }

  /** Waits no longer; if it led, the next in turn does. */
  private void handOver(WaitingCall me) {
    if (leader == me) {
      leader = waiting.next();
      if (leader != null) {
        leader.wake();
      }
    } else {
      waiting.remove(me);
    }
  }

  /** Whether a call need not wait for its turn. */
  private boolean isFree(long now, boolean paced) {
    return pausedUntil <= now && (!paced || (leader == null && limit() == 0));
  }

  /** Makes it one call more, unless there are as many as there may be. */
  private boolean takesPlace() {
    int present = inProgress.get();
    while (present < concurrent) {
      if (inProgress.compareAndSet(present, present + 1)) {
        return true;
      }
      present = inProgress.get();
    }
    return false;
  }

  private boolean hasRoom(String source, long now) {
    int room = room(now);
    if (waiting() < room) {
      return true;
    }
    WaitingCall last = waiting.displacedFor(source, room);
    if (last == null) {
      return false;
    }
    last.refuse(busy(now));
    return true;
  }

  /** How many calls may wait so that the last is likely to have its turn in time. */
  private int room(long now) {
    long pause = Math.max(0, pausedUntil - now);
    long likely = micros(LIKELY) - pause;
    if (likely <= 0) {
      return 0;
    }
    long room = limit() > 0 ? Math.min(MOST_WAITING, limit()) : MOST_WAITING;
    int measured = Math.min(turnsTaken, MEASURED);
    long since = turnsTaken < MEASURED ? busySince : turns[turnsTaken & (MEASURED - 1)];
    if (turnsTaken >= MEASURED || now - since >= micros(LIKELY)) {
      room = Math.min(room, measured * micros(LIKELY) / Math.max(1, now - since));
    }
    return (int) Math.max(1, room * likely / micros(LIKELY));
  }

  private int waiting() {
    return waiting.size() + (leader == null ? 0 : 1);
  }

  /** 0 if none is known. */
  private int limit() {
    int set = settings.rateLimit().getOrElse(0);
    if (set == 0 || learned == 0) {
      return Math.max(set, learned);
    }
    return Math.min(set, learned);
  }

  private void refuseWaiting() {
    if (waiting.size() > 0) {
      waiting.drainTo(each -> each.refuse(unanswering()));
    }
    WaitingCall first = leader;
    if (first != null) {
      // It sees for itself that the breaker is open.
      first.wake();
    }
  }

  private ProviderFault unanswering() {
    count(ProtectionRefusal.BREAKER);
    return new ProviderFault.Unreachable(ConnectFault.BREAKER_OPEN);
  }

  private ProviderFault busy(long now) {
    long pause = Math.max(0, pausedUntil - now);
    ProtectionRefusal why =
        pause > micros(LIKELY) ? ProtectionRefusal.PAUSE : ProtectionRefusal.QUEUE;
    count(why);
    return new ProviderFault.Overloaded(
        Option.some(Duration.of(Math.max(SECOND, pause), ChronoUnit.MICROS)));
  }

  private void count(ProtectionRefusal why) {
    var unused = refused.merge(why, 1L, Long::sum);
  }

  private long now() {
    return kept(clock());
  }

  private long clock() {
    return micros(time.instant());
  }

  /** With the lock held, as all that is kept. */
  private long kept(long now) {
    if (pausedUntil - now > micros(MOST_PAUSE)) {
      // The clock was set back.
      pausedUntil = now;
    }
    return now;
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * SECOND + instant.getNano() / 1000;
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1000;
  }
}
