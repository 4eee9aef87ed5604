package dev.portcullis.application.reset;

import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.application.reset.port.ResetDelivery;
import dev.portcullis.application.reset.port.ResetTickets;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.domain.reset.ResetTicket;
import io.vavr.control.Option;

/**
 * Has the provider make a reset link and a delivery of the operator's own bring it to the account's
 * registered address. The caller gets none of it.
 */
public final class TicketPasswordResets implements PasswordResets {

  private final ResetTickets tickets;
  private final ResetDelivery delivery;

  public TicketPasswordResets(ResetTickets tickets, ResetDelivery delivery) {
    this.tickets = tickets;
    this.delivery = delivery;
  }

  @Override
  public ResetStart start(LoginSubject subject) {
    return tickets
        .create(subject.identifier())
        .fold(ResetStart.Unanswered::new, ticket -> delivered(subject, ticket));
  }

  /** An unknown user gets the same answer as a sent mail. */
  private ResetStart delivered(LoginSubject subject, Option<ResetTicket> ticket) {
    return ticket.forAll(it -> delivery.deliver(subject.id(), it))
        ? new ResetStart.ResetMailSent()
        : new ResetStart.ResetNotStarted();
  }
}
