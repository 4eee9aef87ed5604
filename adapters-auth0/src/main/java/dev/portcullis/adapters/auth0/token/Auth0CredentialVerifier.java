package dev.portcullis.adapters.auth0.token;

import dev.portcullis.adapters.auth0.settings.Auth0Settings;
import dev.portcullis.adapters.auth0.transport.Calls;
import dev.portcullis.adapters.auth0.transport.ForwardedFor;
import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.ProviderReply;
import java.time.InstantSource;

/** Verifies credentials with one request to Auth0's token endpoint. */
public final class Auth0CredentialVerifier implements CredentialVerifier {

  private final Auth0TokenApi api;
  private final boolean text401IsWrongCredentials;
  private final InstantSource time;

  public Auth0CredentialVerifier(Auth0TokenApi api, Auth0Settings settings, InstantSource time) {
    this.api = api;
    this.text401IsWrongCredentials = settings.text401IsWrongCredentials();
    this.time = time;
  }

  @Override
  public ProviderReply<Verdict> verify(
      Credentials credentials, GrantRequest request, ClientAddress client) {
    return Calls.answered(
        () -> api.token(new TokenRequest.Password(credentials, request), ForwardedFor.of(client)),
        reply -> Auth0Answers.read(reply, text401IsWrongCredentials, time.instant()),
        LoginOutcome.Unanswered::new);
  }
}
