package dev.portcullis.architecture.violations.onlyprovidersreadpasswords.adapters.auth0;

import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.ProviderReply;

abstract class InnocentVerifier implements CredentialVerifier {

  private final Innocent form = new Innocent();

  @Override
  public ProviderReply<Verdict> verify(
      Credentials credentials, GrantRequest request, ClientAddress client) {
    return submit(form.read(credentials.password()));
  }

  abstract ProviderReply<Verdict> submit(String form);
}
