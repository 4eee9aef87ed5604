package dev.portcullis.testkit.broken;

import dev.portcullis.application.session.port.RenewalTurns;
import dev.portcullis.domain.session.SessionFingerprint;
import dev.portcullis.testkit.contract.RenewalTurnsContract;
import dev.portcullis.testkit.fake.InMemoryRenewalTurns;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;

/** Turns that break their contract, around those that keep it. */
final class BrokenTurns {

  private BrokenTurns() {}

  /** The contract's test of turns; a subclass breaks it. */
  static class SoundTurns implements RenewalTurnsContract {
    @Override
    public List<RenewalTurns> instances(int number, Duration longest) {
      RenewalTurns sound = new InMemoryRenewalTurns(longest, InstantSource.system());
      return Collections.nCopies(number, broken(sound));
    }

    RenewalTurns broken(RenewalTurns sound) {
      return sound;
    }
  }

  /** Hands everything on. */
  private static class Around implements RenewalTurns {
    final RenewalTurns sound;

    Around(RenewalTurns sound) {
      this.sound = sound;
    }

    @Override
    public Turn take(SessionFingerprint renewal) {
      return sound.take(renewal);
    }

    @Override
    public boolean renewed(SessionFingerprint renewal, Turn.Mine turn, String sealed) {
      return sound.renewed(renewal, turn, sealed);
    }

    @Override
    public boolean ended(SessionFingerprint renewal, Turn.Mine turn) {
      return sound.ended(renewal, turn);
    }

    @Override
    public void unanswered(SessionFingerprint renewal, Turn.Mine turn) {
      sound.unanswered(renewal, turn);
    }
  }

  static final class TurnsAreEverybodys extends SoundTurns {
    @Override
    RenewalTurns broken(RenewalTurns sound) {
      return RenewalTurns.ALONE;
    }
  }

  static final class TurnsCutResults extends SoundTurns {
    @Override
    RenewalTurns broken(RenewalTurns sound) {
      return new Around(sound) {
        @Override
        public boolean renewed(SessionFingerprint renewal, Turn.Mine turn, String sealed) {
          return sound.renewed(renewal, turn, sealed.substring(0, Math.min(4000, sealed.length())));
        }
      };
    }
  }

  static final class TurnsTakeLateResults extends SoundTurns {
    @Override
    RenewalTurns broken(RenewalTurns sound) {
      return new Around(sound) {
        @Override
        public boolean renewed(SessionFingerprint renewal, Turn.Mine turn, String sealed) {
          boolean unused = sound.renewed(renewal, turn, sealed);
          return true;
        }
      };
    }
  }

  static final class TurnsKeepEndsForThemselves extends SoundTurns {
    @Override
    RenewalTurns broken(RenewalTurns sound) {
      return new Around(sound) {
        @Override
        public boolean ended(SessionFingerprint renewal, Turn.Mine turn) {
          sound.unanswered(renewal, turn);
          return true;
        }
      };
    }
  }
}
