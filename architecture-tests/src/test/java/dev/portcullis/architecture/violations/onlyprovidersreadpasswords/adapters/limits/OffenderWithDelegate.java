package dev.portcullis.architecture.violations.onlyprovidersreadpasswords.adapters.limits;

import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.ProviderReply;

class OffenderWithDelegate implements CredentialVerifier {

  private final CredentialVerifier next;

  OffenderWithDelegate(CredentialVerifier next) {
    this.next = next;
  }

  @Override
  public ProviderReply<Verdict> verify(
      Credentials credentials, GrantRequest request, ClientAddress client) {
    if (credentials.password().reveal().isEmpty()) {
      throw new IllegalArgumentException();
    }
    return next.verify(credentials, request, client);
  }
}
