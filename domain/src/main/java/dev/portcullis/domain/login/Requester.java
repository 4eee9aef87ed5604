package dev.portcullis.domain.login;

import dev.portcullis.domain.address.AddressResolution.Via;
import dev.portcullis.domain.address.ClientAddress;

/**
 * Who sent a request: its id, the end user's address, how the address was established, and where
 * the request arrived.
 *
 * @param via for the journal alone; decides nothing
 * @param listener the name of the listener that received the request, for counting
 */
public record Requester(RequestId id, ClientAddress client, Via via, String listener) {

  /** The listener of requests that arrived on no other. */
  public static final String USERS = "users";

  /** A requester at the listener {@value #USERS}. */
  public Requester(RequestId id, ClientAddress client, Via via) {
    this(id, client, via, USERS);
  }
}
