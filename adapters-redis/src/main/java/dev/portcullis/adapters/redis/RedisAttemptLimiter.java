package dev.portcullis.adapters.redis;

import dev.portcullis.adapters.redis.AttemptCounts.Decision;
import dev.portcullis.adapters.redis.AttemptCounts.Full;
import dev.portcullis.adapters.redis.AttemptCounts.Places;
import dev.portcullis.application.journal.Stopwatch;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginSubject;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Counts attempts of all instances, in one question for each attempt and one message at its end.
 * The limiter of this instance decides alone while the store is away; until then it is told only of
 * the attempts that stay counted.
 */
final class RedisAttemptLimiter implements AttemptLimiter {

  /** When a client may try again whose attempt was refused because the store is away. */
  private static final Duration LATER = Duration.ofSeconds(10);

  private static final AttemptInProgress NOT_COUNTED =
      new AttemptInProgress() {
        @Override
        public void count() {}

        @Override
        public void refund() {}
      };

  private final AttemptLimits limits;
  private final AttemptLimiter local;
  private final AttemptCounts counts;
  private final InstantSource time;
  private final AttemptQueues queues = new AttemptQueues();
  private final FullCounts full;

  /** What is refused by while the store is away, if anything is. */
  private final Option<AttemptLimit> closed;

  RedisAttemptLimiter(
      RedisStore store,
      AttemptLimits limits,
      AttemptLimiter local,
      AttemptCounts counts,
      InstantSource time) {
    this.limits = limits;
    this.local = local;
    this.counts = counts;
    this.time = time;
    this.full = new FullCounts(time);
    this.closed =
        Option.when(limits.isEnforced() && store.settings().failClosed(), limits)
            .flatMap(it -> it.active().find(AttemptLimits.Active::refuses))
            .map(AttemptLimits.Active::limit);
  }

  @Override
  public Admission admit(LoginSubject subject) {
    Places places = counts.places(subject);
    if (places.isEmpty()) {
      return local.admit(subject);
    }
    return full.refusal(places.names())
        .<Admission>map(it -> it)
        .getOrElse(() -> decide(subject, places));
  }

  private Admission decide(LoginSubject subject, Places places) {
    Option<AttemptQueues.Place> place = Option.none();
    long left = TimeUnit.NANOSECONDS.convert(limits.patience());
    try {
      while (true) {
        Stopwatch watch = Stopwatch.start(time);
        Option<Decision> decision = counts.take(places);
        left -= TimeUnit.NANOSECONDS.convert(watch.elapsed());
        if (decision.isEmpty()) {
          return closed.fold(
              () -> local.admit(subject), limit -> new Admission.Refused(limit, LATER));
        }
        if (decision.get() instanceof Decision.Taken(var attempt, var reached)) {
          return new Admission.Admitted(new Counted(subject, attempt), reached(reached));
        }
        Decision.NotTaken not = (Decision.NotTaken) decision.get();
        if (!limits.isEnforced()) {
          return new Admission.Admitted(NOT_COUNTED, reached(List.of(not.full())));
        }
        Admission.Refused refused = FullCounts.refusal(not.full().limit(), not.untilRoom());
        if (!not.full().unsettled()) {
          full.add(not);
          queues.refuse(not.count(), refused);
          return refused;
        }
        if (!place.exists(it -> it.count().equals(not.count()))) {
          place.forEach(AttemptQueues.Place::close);
          place = queues.join(not.count());
        }
        if (place.isEmpty()) {
          return refused;
        }
        left = place.get().await(left);
        if (left <= 0 || place.get().refused().isDefined()) {
          return place.get().refused().getOrElse(refused);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Admission.Refused(limits.active().head().limit(), Duration.ofSeconds(1));
    } finally {
      place.forEach(AttemptQueues.Place::close);
    }
  }

  private static Seq<Reached> reached(List<Full> full) {
    return Vector.ofAll(full).map(it -> new Reached(it.limit(), it.unsettled()));
  }

  /** The attempts that wait for others in the store. */
  int waiting() {
    return queues.waiting();
  }

  /** One attempt that counts in the store, and here once it stays counted. */
  private final class Counted implements AttemptInProgress {

    private final LoginSubject subject;
    private final AtomicReference<Option<AttemptCounts.Attempt>> attempt;

    Counted(LoginSubject subject, AttemptCounts.Attempt attempt) {
      this.subject = subject;
      this.attempt = new AtomicReference<>(Option.some(attempt));
    }

    @Override
    public void count() {
      end(false);
      if (local.admit(subject) instanceof Admission.Admitted own) {
        own.attempt().count();
      }
    }

    @Override
    public void refund() {
      end(true);
    }

    private void end(boolean refunded) {
      for (AttemptCounts.Attempt mine : attempt.getAndSet(Option.none())) {
        counts.end(mine, refunded);
        queues.ended(mine.places().names());
      }
    }
  }
}
