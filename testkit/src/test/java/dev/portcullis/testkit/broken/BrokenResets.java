package dev.portcullis.testkit.broken;

import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.application.reset.port.ResetTickets;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.domain.reset.ResetTicket;
import dev.portcullis.testkit.Outcomes;
import dev.portcullis.testkit.contract.PasswordResetsContract;
import dev.portcullis.testkit.contract.ResetTicketsContract;
import dev.portcullis.testkit.fake.InMemoryResetTickets;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.concurrent.atomic.AtomicInteger;

/** Resets and tickets that break their contracts. */
final class BrokenResets {

  private BrokenResets() {}

  /** The contract's test of resets; a subclass breaks it. */
  static class SoundMails implements PasswordResetsContract {
    @Override
    public PasswordResets resets(PasswordResetsContract.Situation situation) {
      return subject ->
          situation == PasswordResetsContract.Situation.ORDINARY
              ? new ResetStart.ResetMailSent()
              : new ResetStart.ResetNotStarted();
    }
  }

  static final class MailsThrow extends SoundMails {
    @Override
    public PasswordResets resets(PasswordResetsContract.Situation situation) {
      return subject -> {
        throw new IllegalStateException("connection refused");
      };
    }
  }

  static final class MailsArePromised extends SoundMails {
    @Override
    public PasswordResets resets(PasswordResetsContract.Situation situation) {
      return subject -> new ResetStart.ResetMailSent();
    }
  }

  static final class MailsTellUnknownUsers extends SoundMails {
    @Override
    public PasswordResets resets(PasswordResetsContract.Situation situation) {
      PasswordResets sound = super.resets(situation);
      return subject ->
          subject.identifier().value().startsWith("nobody")
              ? new ResetStart.ResetNotStarted()
              : sound.start(subject);
    }
  }

  static final class MailsNeedAnAddress extends SoundMails {
    @Override
    public PasswordResets resets(PasswordResetsContract.Situation situation) {
      PasswordResets sound = super.resets(situation);
      return subject -> {
        if (subject.identifier().value().indexOf('@') < 1) {
          throw new IllegalArgumentException("no mail address");
        }
        return sound.start(subject);
      };
    }
  }

  static final class PagesNameTheUser extends SoundMails {
    @Override
    public PasswordResets resets(PasswordResetsContract.Situation situation) {
      return subject ->
          new ResetStart.ResetPage("https://example.com/reset?u=" + subject.identifier().value());
    }
  }

  static final class PagesAreRelative extends SoundMails {
    @Override
    public PasswordResets resets(PasswordResetsContract.Situation situation) {
      return subject -> new ResetStart.ResetPage("/reset");
    }
  }

  static final class MailsFailUnderLoad extends SoundMails {
    @Override
    public PasswordResets resets(PasswordResetsContract.Situation situation) {
      PasswordResets sound = super.resets(situation);
      AtomicInteger started = new AtomicInteger();
      return subject ->
          started.incrementAndGet() > 100 ? new ResetStart.ResetNotStarted() : sound.start(subject);
    }
  }

  /** The contract's test of tickets; a subclass breaks it. */
  static class SoundTickets implements ResetTicketsContract {
    @Override
    public ResetTickets tickets(ResetTicketsContract.Situation situation) {
      InMemoryResetTickets tickets = new InMemoryResetTickets().knowing("ada@example.com");
      return situation == ResetTicketsContract.Situation.ORDINARY
          ? tickets
          : tickets.failing(Outcomes.fault(situation.code()));
    }
  }

  static final class TicketsAreAddressedAsTyped extends SoundTickets {
    @Override
    public ResetTickets tickets(ResetTicketsContract.Situation situation) {
      ResetTickets sound = super.tickets(situation);
      return identifier ->
          sound
              .create(identifier)
              .map(found -> found.map(it -> new ResetTicket(identifier.value(), it.link())));
    }
  }

  static final class TicketsForTheFirstOfAList extends SoundTickets {
    @Override
    public ResetTickets tickets(ResetTicketsContract.Situation situation) {
      ResetTickets sound = super.tickets(situation);
      return identifier ->
          identifier.value().startsWith("ada@example.com")
              ? Either.right(
                  Option.of(
                      new ResetTicket("ada@example.com", "https://example.com/lo/reset?ticket=t")))
              : sound.create(identifier);
    }
  }

  static final class TicketsFailAlike extends SoundTickets {
    @Override
    public ResetTickets tickets(ResetTicketsContract.Situation situation) {
      ResetTickets sound = super.tickets(situation);
      return identifier ->
          sound.create(identifier).mapLeft(fault -> Outcomes.fault(OutcomeCode.UNAVAILABLE));
    }
  }

  static final class TicketsPrintTheLink extends SoundTickets {
    @Override
    public ResetTickets tickets(ResetTicketsContract.Situation situation) {
      ResetTickets sound = super.tickets(situation);
      return new ResetTickets() {
        @Override
        public Either<ProviderFault, Option<ResetTicket>> create(LoginIdentifier identifier) {
          return sound.create(identifier);
        }

        @Override
        public String toString() {
          return "https://example.com/lo/reset?ticket=t";
        }
      };
    }
  }
}
