package dev.portcullis.adapters.auth0;

import dev.portcullis.application.port.out.CredentialVerifier;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.login.Answered;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.ProviderFault;
import dev.portcullis.domain.login.Verdict;
import io.vavr.control.Either;
import java.time.InstantSource;

/** Asks Auth0's token endpoint, once. */
final class Auth0CredentialVerifier implements CredentialVerifier {

  private final Auth0TokenApi api;
  private final InstantSource time;

  Auth0CredentialVerifier(Auth0TokenApi api, InstantSource time) {
    this.api = api;
    this.time = time;
  }

  @Override
  public Answered<Either<ProviderFault, Verdict>> verify(
      Credentials credentials, GrantRequest request, ClientAddress client) {
    return Calls.answered(
        () -> api.token(new TokenRequest.Password(credentials, request), ForwardedFor.of(client)),
        reply -> Auth0Answers.read(reply, time.instant()),
        Either::left);
  }
}
