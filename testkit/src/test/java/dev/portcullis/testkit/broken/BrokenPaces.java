package dev.portcullis.testkit.broken;

import dev.portcullis.application.protection.port.TenantPace;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.TenantPaceContract;
import dev.portcullis.testkit.fake.SpacedTenantPace;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

/** Paces that break their contract, around one that keeps it. */
final class BrokenPaces {

  private BrokenPaces() {}

  /** The contract's test of a pace; a subclass breaks it. */
  static class SoundPace implements TenantPaceContract {
    @Override
    public TenantPace pace(TestClock clock) {
      return new SpacedTenantPace(clock);
    }

    @Override
    public Option<TenantPace> withoutStore(TestClock clock) {
      return Option.some(new SpacedTenantPace(clock));
    }
  }

  static final class FailsWithoutStore extends SoundPace {
    @Override
    public Option<TenantPace> withoutStore(TestClock clock) {
      return Option.some(
          changed(
              new SpacedTenantPace(clock),
              limit -> {
                throw new IllegalStateException("connection refused");
              }));
    }
  }

  static final class PassesAllWithoutStore extends SoundPace {
    @Override
    public Option<TenantPace> withoutStore(TestClock clock) {
      AtomicInteger calls = new AtomicInteger();
      return Option.some(
          changed(
              new SpacedTenantPace(clock),
              limit -> calls.incrementAndGet() % 20 == 0 ? Duration.ofMillis(1) : Duration.ZERO));
    }
  }

  static final class OneTooMany extends SoundPace {
    @Override
    public TenantPace pace(TestClock clock) {
      TenantPace sound = super.pace(clock);
      return changed(sound, limit -> sound.take(limit + 3));
    }
  }

  static final class TooSlow extends SoundPace {
    @Override
    public TenantPace pace(TestClock clock) {
      TenantPace sound = super.pace(clock);
      return changed(sound, limit -> sound.take(Math.max(1, limit * 9 / 10)));
    }
  }

  static final class NamesTooShortWaits extends SoundPace {
    @Override
    public TenantPace pace(TestClock clock) {
      TenantPace sound = super.pace(clock);
      return changed(sound, limit -> sound.take(limit).dividedBy(2));
    }
  }

  /** A second's calls at once, in each second of the clock. */
  static final class Bunches extends SoundPace {
    @Override
    public TenantPace pace(TestClock clock) {
      AtomicInteger used = new AtomicInteger();
      Instant start = clock.instant();
      AtomicInteger second = new AtomicInteger();
      return changed(
          super.pace(clock),
          limit -> {
            int now = (int) Duration.between(start, clock.instant()).toSeconds();
            if (second.getAndSet(now) != now) {
              used.set(0);
            }
            return used.getAndIncrement() < limit ? Duration.ZERO : Duration.ofMillis(100);
          });
    }
  }

  static final class KeepsTheFirstLimit extends SoundPace {
    @Override
    public TenantPace pace(TestClock clock) {
      TenantPace sound = super.pace(clock);
      AtomicInteger first = new AtomicInteger();
      return changed(
          sound,
          limit -> {
            first.compareAndSet(0, limit);
            return sound.take(first.get());
          });
    }
  }

  static final class IgnoresPauses extends SoundPace {
    @Override
    public TenantPace pace(TestClock clock) {
      TenantPace sound = super.pace(clock);
      return new TenantPace() {
        @Override
        public Duration take(int perSecond) {
          return sound.take(perSecond);
        }

        @Override
        public void pause(Duration time) {}
      };
    }
  }

  static final class WaitsForTheClockToCatchUp extends SoundPace {
    @Override
    public TenantPace pace(TestClock clock) {
      TenantPace sound = super.pace(clock);
      Instant start = clock.instant();
      return changed(
          sound,
          limit -> clock.instant().isBefore(start) ? Duration.ofHours(1) : sound.take(limit));
    }
  }

  private interface Take {
    Duration take(int limit);
  }

  private static TenantPace changed(TenantPace sound, Take take) {
    return new TenantPace() {
      @Override
      public Duration take(int perSecond) {
        return take.take(perSecond);
      }

      @Override
      public void pause(Duration time) {
        sound.pause(time);
      }
    };
  }
}
