package dev.portcullis.domain.login;

import dev.portcullis.domain.address.ClientAddress;

/** One submission of one user's name and password from one known address. */
public record LoginAttempt(RequestId id, Credentials credentials, ClientAddress client) {

  /** Everything about this attempt but the password. */
  public LoginSubject subject() {
    return new LoginSubject(id, credentials.identifier(), client);
  }
}
