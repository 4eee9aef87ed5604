package dev.portcullis.domain.login;

import dev.portcullis.domain.address.AddressResolution.Via;
import dev.portcullis.domain.address.ClientAddress;

/**
 * Who sent a request: its id, the end user's address, and how the address was established.
 *
 * @param via for the journal alone; decides nothing
 */
public record Requester(RequestId id, ClientAddress client, Via via) {}
