package dev.portcullis.testkit.broken;

import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.application.login.AttemptRule;
import dev.portcullis.application.login.port.AttemptLimiter;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.testkit.Fixtures;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.AttemptLimiterContract;
import dev.portcullis.testkit.fake.CountingAttemptLimiter;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Limiters of login attempts that break their contract, around one that keeps it. */
final class BrokenAttemptLimiters {

  private BrokenAttemptLimiters() {}

  /** The contract's test of a limiter; a subclass breaks it. */
  static class Sound implements AttemptLimiterContract {
    @Override
    public AttemptLimiter limiter(AttemptLimits limits, TestClock clock) {
      return new CountingAttemptLimiter(limits, clock);
    }

    @Override
    public Option<AttemptLimiter> withoutStore(AttemptLimits limits, TestClock clock) {
      return Option.some(new CountingAttemptLimiter(limits, clock));
    }
  }

  static final class FailWithoutStore extends Sound {
    @Override
    public Option<AttemptLimiter> withoutStore(AttemptLimits limits, TestClock clock) {
      return Option.some(
          subject -> {
            throw new IllegalStateException("connection refused");
          });
    }
  }

  static final class PassWithoutStore extends Sound {
    @Override
    public Option<AttemptLimiter> withoutStore(AttemptLimits limits, TestClock clock) {
      return Option.some(new CountingAttemptLimiter(AttemptLimits.off(), clock));
    }
  }

  static final class CountSpellings extends Sound {
    @Override
    public AttemptLimiter limiter(AttemptLimits limits, TestClock clock) {
      AttemptLimiter sound = super.limiter(limits, clock);
      return subject ->
          sound.admit(
              new LoginSubject(
                  subject.requester(),
                  Fixtures.identifier(subject.identifier().value().hashCode() + "@example.com")));
    }
  }

  static final class CountEachAddress extends Sound {
    @Override
    public AttemptLimiter limiter(AttemptLimits limits, TestClock clock) {
      AttemptLimiter sound = super.limiter(limits, clock);
      return subject ->
          sound.admit(
              at(
                  "2001:db8:9:"
                      + Integer.toHexString(subject.client().toString().hashCode() & 0xffff)
                      + "::1",
                  subject.requester().listener(),
                  subject));
    }
  }

  static final class IgnoreListeners extends Sound {
    @Override
    public AttemptLimiter limiter(AttemptLimits limits, TestClock clock) {
      AttemptLimiter sound = super.limiter(limits, clock);
      return subject -> sound.admit(at(subject.client().toString(), "any", subject));
    }
  }

  static final class IgnoreNetworks extends Sound {
    @Override
    public AttemptLimiter limiter(AttemptLimits limits, TestClock clock) {
      return super.limiter(
          limits.with(
              AttemptLimit.PER_NETWORK,
              limits.rule(AttemptLimit.PER_NETWORK).withAttempts(AttemptRule.MOST_ATTEMPTS)),
          clock);
    }
  }

  static final class NeverRefund extends Sound {
    @Override
    public AttemptLimiter limiter(AttemptLimits limits, TestClock clock) {
      AttemptLimiter sound = super.limiter(limits, clock);
      return subject ->
          switch (sound.admit(subject)) {
            case AttemptLimiter.Admission.Refused refused -> refused;
            case AttemptLimiter.Admission.Admitted(var attempt, var reached) ->
                new AttemptLimiter.Admission.Admitted(
                    new AttemptLimiter.AttemptInProgress() {
                      @Override
                      public void count() {
                        attempt.count();
                      }

                      @Override
                      public void refund() {
                        attempt.count();
                      }
                    },
                    reached);
          };
    }
  }

  /** Keycloak's mistake. */
  static final class NeverWait extends Sound {
    @Override
    public AttemptLimiter limiter(AttemptLimits limits, TestClock clock) {
      return super.limiter(limits.withWait(Duration.ZERO), clock);
    }
  }

  static final class WaitForever extends Sound {
    @Override
    public AttemptLimiter limiter(AttemptLimits limits, TestClock clock) {
      return super.limiter(limits.withWait(Duration.ofDays(1)), clock);
    }
  }

  /** Authelia's mistake: every limit counts on its own. */
  static final class CountRefused extends Sound {
    @Override
    public AttemptLimiter limiter(AttemptLimits limits, TestClock clock) {
      AttemptLimiter sound = super.limiter(limits, clock);
      AttemptLimiter addresses =
          super.limiter(
              AttemptLimiterContract.only(
                  AttemptLimit.PER_ADDRESS, limits.rule(AttemptLimit.PER_ADDRESS).attempts()),
              clock);
      return subject ->
          switch (addresses.admit(subject)) {
            case AttemptLimiter.Admission.Refused refused -> refused;
            case AttemptLimiter.Admission.Admitted(var attempt, var reached) -> {
              attempt.count();
              yield sound.admit(subject);
            }
          };
    }
  }

  /** Authelia's other mistake: looks first and counts later. */
  static final class CountLater extends Sound {
    @Override
    public AttemptLimiter limiter(AttemptLimits limits, TestClock clock) {
      int most = limits.active().map(it -> it.rule().attempts()).min().get();
      AtomicInteger used = new AtomicInteger();
      return subject -> {
        if (used.get() >= most) {
          return new AttemptLimiter.Admission.Refused(
              limits.active().head().limit(), Duration.ofSeconds(1));
        }
        return new AttemptLimiter.Admission.Admitted(
            new AttemptLimiter.AttemptInProgress() {
              @Override
              public void count() {
                used.incrementAndGet();
              }

              @Override
              public void refund() {}
            },
            Vector.empty());
      };
    }
  }

  static final class RefuseWhileWatching extends Sound {
    @Override
    public AttemptLimiter limiter(AttemptLimits limits, TestClock clock) {
      AttemptLimits protecting = AttemptLimits.protect().withWait(limits.patience());
      for (AttemptLimit limit : AttemptLimit.values()) {
        protecting = protecting.with(limit, limits.rule(limit));
      }
      return super.limiter(protecting, clock);
    }
  }

  static final class ReportNothing extends Sound {
    @Override
    public AttemptLimiter limiter(AttemptLimits limits, TestClock clock) {
      AttemptLimiter sound = super.limiter(limits, clock);
      return subject ->
          switch (sound.admit(subject)) {
            case AttemptLimiter.Admission.Refused refused -> refused;
            case AttemptLimiter.Admission.Admitted(var attempt, var reached) ->
                new AttemptLimiter.Admission.Admitted(attempt, Vector.empty());
          };
    }
  }

  static final class NeverForget extends Sound {
    @Override
    public AttemptLimiter limiter(AttemptLimits limits, TestClock clock) {
      AttemptLimits longer = limits;
      for (AttemptLimit limit : AttemptLimit.values()) {
        longer = longer.with(limit, limits.rule(limit).withWindow(AttemptRule.LONGEST));
      }
      return super.limiter(longer, clock);
    }
  }

  private static LoginSubject at(String address, String listener, LoginSubject subject) {
    Requester requester = subject.requester();
    return new LoginSubject(
        new Requester(requester.id(), Fixtures.client(address), requester.via(), listener),
        subject.identifier());
  }
}
