package dev.portcullis.domain.login;

import dev.portcullis.domain.address.ClientAddress;

/** Who tried to log in, from where: what journals and limiters get to see. */
public record LoginSubject(RequestId id, LoginIdentifier identifier, ClientAddress client) {}
