package dev.portcullis.application.reset.port;

import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.reset.ResetTicket;
import io.vavr.control.Either;
import io.vavr.control.Option;

/**
 * Makes links that set a new password. An implementation makes at most one link for a call, ends
 * within a bounded time, throws nothing, and is safe for concurrent use. Its contract is {@code
 * ResetTicketsContract} in the testkit.
 */
@FunctionalInterface
public interface ResetTickets {

  /** A link for the user with exactly this identifier; none if there is no such user. */
  Either<ProviderFault, Option<ResetTicket>> create(LoginIdentifier identifier);
}
