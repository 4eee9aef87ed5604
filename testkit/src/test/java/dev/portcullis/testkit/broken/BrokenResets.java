package dev.portcullis.testkit.broken;

import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.testkit.contract.PasswordResetsContract;
import dev.portcullis.testkit.fake.InMemoryPasswordResets;

/** Resets that break {@link PasswordResetsContract}, around those that keep it. */
final class BrokenResets {

  private BrokenResets() {}

  /** The contract's test of resets; a subclass breaks it. */
  static class Sound implements PasswordResetsContract {

    PasswordResets breaking(PasswordResets sound) {
      return sound;
    }

    @Override
    public PasswordResets resets(Situation situation) {
      return breaking(
          new InMemoryPasswordResets(
              situation == Situation.ORDINARY
                  ? new ResetStart.ResetMailSent()
                  : new ResetStart.ResetNotStarted()));
    }
  }

  static final class PromisesEveryMail extends Sound {
    @Override
    PasswordResets breaking(PasswordResets sound) {
      return subject -> {
        var unused = sound.start(subject);
        return new ResetStart.ResetMailSent();
      };
    }
  }

  static final class TellsUnknownUsers extends Sound {
    @Override
    PasswordResets breaking(PasswordResets sound) {
      return subject ->
          subject.identifier().value().startsWith("nobody")
              ? new ResetStart.ResetNotStarted()
              : sound.start(subject);
    }
  }

  static final class ThrowsWithoutAddress extends Sound {
    @Override
    PasswordResets breaking(PasswordResets sound) {
      return subject -> {
        if (!subject.identifier().value().matches("[^@ ,]+@[^@ ,]+")) {
          throw new IllegalArgumentException("no address");
        }
        return sound.start(subject);
      };
    }
  }

  static final class NamesTheUserOnThePage extends Sound {
    @Override
    PasswordResets breaking(PasswordResets sound) {
      return subject ->
          new ResetStart.ResetPage(
              "https://example.com/reset?user=" + subject.identifier().value());
    }
  }
}
