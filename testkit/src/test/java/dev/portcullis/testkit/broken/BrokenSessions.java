package dev.portcullis.testkit.broken;

import dev.portcullis.application.session.port.RenewedSessions;
import dev.portcullis.application.session.port.RevokedSessions;
import dev.portcullis.domain.session.SessionFingerprint;
import dev.portcullis.testkit.TestClock;
import dev.portcullis.testkit.contract.RenewedSessionsContract;
import dev.portcullis.testkit.contract.RevokedSessionsContract;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Stores of sessions that break their contracts. */
final class BrokenSessions {

  private BrokenSessions() {}

  /** Forgets a revocation once its end has passed, as an implementation may. */
  private static class Revoked implements RevokedSessions {
    final Map<SessionFingerprint, Instant> ends = new ConcurrentHashMap<>();
    final TestClock clock;

    Revoked(TestClock clock) {
      this.clock = clock;
    }

    @Override
    public boolean revoke(SessionFingerprint session, Instant end) {
      ends.merge(session, end, (one, other) -> one.isBefore(other) ? other : one);
      return true;
    }

    @Override
    public boolean contains(SessionFingerprint session) {
      return ends.containsKey(session) && clock.instant().isBefore(ends.get(session));
    }
  }

  /** The contract's test of revoked sessions; a subclass breaks it. */
  static class SoundRevoked implements RevokedSessionsContract {
    @Override
    public RevokedSessions revokedSessions(TestClock clock) {
      return new Revoked(clock);
    }
  }

  static final class RevokedKeepTheEarlierEnd extends SoundRevoked {
    @Override
    public RevokedSessions revokedSessions(TestClock clock) {
      return new Revoked(clock) {
        @Override
        public boolean revoke(SessionFingerprint session, Instant end) {
          ends.merge(session, end, (one, other) -> one.isBefore(other) ? one : other);
          return true;
        }
      };
    }
  }

  static final class RevokedKeepTheFirstEnd extends SoundRevoked {
    @Override
    public RevokedSessions revokedSessions(TestClock clock) {
      return new Revoked(clock) {
        @Override
        public boolean revoke(SessionFingerprint session, Instant end) {
          ends.putIfAbsent(session, end);
          return true;
        }
      };
    }
  }

  static final class RevokedKnowEverybody extends SoundRevoked {
    @Override
    public RevokedSessions revokedSessions(TestClock clock) {
      return new Revoked(clock) {
        @Override
        public boolean contains(SessionFingerprint session) {
          return !ends.isEmpty();
        }
      };
    }
  }

  static final class RevokedHaveRoomForAThousand extends SoundRevoked {
    @Override
    public RevokedSessions revokedSessions(TestClock clock) {
      return new Revoked(clock) {
        @Override
        public boolean revoke(SessionFingerprint session, Instant end) {
          return ends.size() < 1000 && super.revoke(session, end);
        }
      };
    }
  }

  static final class RevokedRefuseThePast extends SoundRevoked {
    @Override
    public RevokedSessions revokedSessions(TestClock clock) {
      return new Revoked(clock) {
        @Override
        public boolean revoke(SessionFingerprint session, Instant end) {
          return end.isAfter(clock.instant()) && super.revoke(session, end);
        }
      };
    }
  }

  static final class RevokedHaveRoomForAHundred extends SoundRevoked {
    @Override
    public RevokedSessions revokedSessions(TestClock clock) {
      return new Revoked(clock) {
        @Override
        public boolean revoke(SessionFingerprint session, Instant end) {
          return ends.size() >= 100 || super.revoke(session, end);
        }
      };
    }
  }

  private static class Renewed implements RenewedSessions {
    final Map<SessionFingerprint, String> kept = new ConcurrentHashMap<>();

    @Override
    public boolean keep(SessionFingerprint renewal, String sealed, Instant end) {
      kept.put(renewal, sealed);
      return true;
    }

    @Override
    public Option<String> find(SessionFingerprint renewal) {
      return Option.of(kept.get(renewal));
    }

    @Override
    public void forget(SessionFingerprint renewal) {
      kept.remove(renewal);
    }
  }

  /** The contract's test of renewed sessions; a subclass breaks it. */
  static class SoundRenewed implements RenewedSessionsContract {
    @Override
    public RenewedSessions renewedSessions(TestClock clock) {
      return new Renewed();
    }
  }

  static final class RenewedKeepTheFirst extends SoundRenewed {
    @Override
    public RenewedSessions renewedSessions(TestClock clock) {
      return new Renewed() {
        @Override
        public boolean keep(SessionFingerprint renewal, String sealed, Instant end) {
          kept.putIfAbsent(renewal, sealed);
          return true;
        }
      };
    }
  }

  static final class RenewedForgetAll extends SoundRenewed {
    @Override
    public RenewedSessions renewedSessions(TestClock clock) {
      return new Renewed() {
        @Override
        public void forget(SessionFingerprint renewal) {
          kept.clear();
        }
      };
    }
  }

  static final class RenewedForgetNothing extends SoundRenewed {
    @Override
    public RenewedSessions renewedSessions(TestClock clock) {
      return new Renewed() {
        @Override
        public void forget(SessionFingerprint renewal) {}
      };
    }
  }

  static final class RenewedHaveRoomForAHundred extends SoundRenewed {
    @Override
    public RenewedSessions renewedSessions(TestClock clock) {
      return new Renewed() {
        @Override
        public boolean keep(SessionFingerprint renewal, String sealed, Instant end) {
          return kept.size() >= 100 || super.keep(renewal, sealed, end);
        }
      };
    }
  }
}
