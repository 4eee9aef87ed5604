package dev.portcullis.adapters.auth0;

import dev.portcullis.application.port.out.CredentialVerifier;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.ProviderFault;
import dev.portcullis.domain.login.ProviderFault.NoAnswerFault;
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
  public Either<ProviderFault, Verdict> verify(Credentials credentials, ClientAddress client) {
    try {
      return Auth0Answers.read(api.token(new TokenRequest(credentials, client)), time.instant());
    } catch (HttpFault.NotSent e) {
      return Either.left(new ProviderFault.Unreachable(e.why()));
    } catch (HttpFault.NoAnswer e) {
      return Either.left(new ProviderFault.NoAnswer(e.why()));
    } catch (HttpFault | RuntimeException e) {
      // Feign's exceptions hold the request and its password: nothing of them goes further.
      return Either.left(new ProviderFault.NoAnswer(NoAnswerFault.CONNECTION_LOST));
    }
  }
}
