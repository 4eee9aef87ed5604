package dev.portcullis.domain.login;

import dev.portcullis.domain.address.ClientAddress;

/** Who tried to log in, from where: what journals and limiters receive. */
public record LoginSubject(Requester requester, LoginIdentifier identifier) {

  public RequestId id() {
    return requester.id();
  }

  public ClientAddress client() {
    return requester.client();
  }
}
