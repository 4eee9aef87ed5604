package dev.portcullis.application.reset;

import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.application.reset.port.ResetDelivery;
import dev.portcullis.application.reset.port.ResetTickets;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.reset.ResetTicket;
import io.vavr.control.Option;

/**
 * Has the provider make a reset link and a delivery of the operator's own bring it to the account's
 * registered address. Whoever asks gets none of it.
 */
public final class TicketPasswordResets implements PasswordResets {

  private final ResetTickets tickets;
  private final ResetDelivery delivery;

  public TicketPasswordResets(ResetTickets tickets, ResetDelivery delivery) {
    this.tickets = tickets;
    this.delivery = delivery;
  }

  @Override
  public BreachOutcome start(LoginSubject subject) {
    return tickets
        .create(subject.identifier())
        .fold(fault -> new BreachOutcome.ResetNotStarted(), ticket -> delivered(subject, ticket));
  }

  /** That there is no such user is answered like a mail on its way. */
  private BreachOutcome delivered(LoginSubject subject, Option<ResetTicket> ticket) {
    return ticket.forAll(it -> delivery.deliver(subject.id(), it))
        ? new BreachOutcome.ResetMailSent()
        : new BreachOutcome.ResetNotStarted();
  }
}
