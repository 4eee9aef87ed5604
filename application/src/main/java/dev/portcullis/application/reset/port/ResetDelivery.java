package dev.portcullis.application.reset.port;

import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.reset.ResetTicket;

/**
 * Brings a reset link to the account's registered address and nowhere else: to receive it is the
 * proof of control. An implementation ends within a bounded time, throws nothing, writes the link
 * nowhere, and is safe for concurrent use. Its contract is {@code ResetDeliveryContract} in the
 * testkit.
 */
@FunctionalInterface
public interface ResetDelivery {

  /** Whether the link was accepted for delivery. */
  boolean deliver(RequestId id, ResetTicket ticket);
}
