package dev.portcullis.testkit.fake;

import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.AttemptLimits.Active;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.domain.login.LoginSubject;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Keeps the moment of every attempt that counts: slow and plain, to compare others with. */
public final class CountingAttemptLimiter implements AttemptLimiter {

  private final Map<String, List<Entry>> entries = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private final AttemptLimits limits;
  private final InstantSource time;

  public CountingAttemptLimiter(AttemptLimits limits, InstantSource time) {
    this.limits = limits;
    this.time = time;
  }

  /** One attempt in one list. */
  private static final class Entry {

    private final Instant at;
    private boolean inProgress = true;

    Entry(Instant at) {
      this.at = at;
    }
  }

  @Override
  public Admission admit(LoginSubject subject) {
    lock.lock();
    try {
      long left = TimeUnit.NANOSECONDS.convert(limits.patience());
      Option<Active> full = firstFull(subject);
      while (full.isDefined()
          && limits.isEnforced()
          && isUnsettled(full.get(), subject)
          && left > 0) {
        left = ended.awaitNanos(left);
        full = firstFull(subject);
      }
      if (full.isEmpty()) {
        return count(subject);
      }
      return limits.isEnforced()
          ? new Admission.Refused(full.get().limit(), untilRoom(full.get(), subject))
          : new Admission.Admitted(
              counted(Vector.empty()), Vector.of(reached(full.get(), subject)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Admission.Refused(limits.active().head().limit(), Duration.ofSeconds(1));
    } finally {
      lock.unlock();
    }
  }

  private Admission count(LoginSubject subject) {
    Seq<Active> full = limits.active().filter(it -> isFull(it, subject));
    Instant now = time.instant();
    Seq<Entry> taken =
        limits
            .active()
            .removeAll(full)
            .flatMap(it -> of(it, subject))
            .map(
                list -> {
                  Entry entry = new Entry(now);
                  list.add(entry);
                  return entry;
                });
    return new Admission.Admitted(counted(taken), full.map(it -> reached(it, subject)));
  }

  private AttemptInProgress counted(Seq<Entry> taken) {
    return new AttemptInProgress() {
      @Override
      public void count() {
        end(taken, false);
      }

      @Override
      public void refund() {
        end(taken, true);
      }
    };
  }

  private void end(Seq<Entry> taken, boolean refunded) {
    lock.lock();
    try {
      for (Entry entry : taken.filter(it -> it.inProgress)) {
        entry.inProgress = false;
        if (refunded) {
          entries.values().forEach(list -> list.remove(entry));
        }
      }
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Option<Active> firstFull(LoginSubject subject) {
    return limits.active().find(it -> it.refuses() && isFull(it, subject));
  }

  private boolean isFull(Active limit, LoginSubject subject) {
    return of(limit, subject).exists(list -> list.size() >= limit.rule().attempts());
  }

  private boolean isUnsettled(Active limit, LoginSubject subject) {
    return of(limit, subject).exists(list -> list.stream().anyMatch(it -> it.inProgress));
  }

  private Reached reached(Active limit, LoginSubject subject) {
    return new Reached(limit.limit(), isUnsettled(limit, subject));
  }

  private Duration untilRoom(Active limit, LoginSubject subject) {
    List<Entry> list = of(limit, subject).get();
    Instant room = list.get(list.size() - limit.rule().attempts()).at.plus(limit.rule().window());
    Duration wait = Duration.between(time.instant(), room);
    return wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait;
  }

  /** The attempts that a limit counts together with this one. */
  private Option<List<Entry>> of(Active limit, LoginSubject subject) {
    return limit
        .limit()
        .key(subject)
        .map(
            key -> {
              List<Entry> list =
                  entries.computeIfAbsent(limit.limit() + " " + key, it -> new ArrayList<>());
              Instant start = time.instant().minus(limit.rule().window());
              list.removeIf(it -> !it.at.isAfter(start));
              return list;
            });
  }
}
