package dev.portcullis.domain.login;

import dev.portcullis.domain.address.AddressResolution.Via;
import dev.portcullis.domain.address.ClientAddress;

/**
 * Whose request this is: its id, the end user's address, and how that came to be known.
 *
 * @param via for the journal alone; decides nothing
 */
public record Requester(RequestId id, ClientAddress client, Via via) {}
