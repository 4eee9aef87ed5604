package dev.portcullis.domain.login;

import dev.portcullis.domain.address.ClientAddress;

/** One submission of one user's name and password from one known address. */
public record LoginAttempt(Requester requester, Credentials credentials, GrantRequest request) {

  /** An attempt that asks for nothing but what is configured. */
  public LoginAttempt(Requester requester, Credentials credentials) {
    this(requester, credentials, GrantRequest.AS_CONFIGURED);
  }

  public RequestId id() {
    return requester.id();
  }

  public ClientAddress client() {
    return requester.client();
  }

  /** Everything about this attempt but the password. */
  public LoginSubject subject() {
    return new LoginSubject(requester, credentials.identifier());
  }
}
