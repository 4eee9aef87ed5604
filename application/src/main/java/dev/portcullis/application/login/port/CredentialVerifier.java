package dev.portcullis.application.login.port;

import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.ProviderReply;

/**
 * Asks the provider whether these credentials are right. The only port that is given a password.
 *
 * <p>An implementation submits the credentials at most once, whatever happens, because the provider
 * counts every submission; it ends within a bounded time; it throws nothing; it is safe for
 * concurrent use. Its contract is {@code CredentialVerifierContract} in the testkit.
 */
@FunctionalInterface
public interface CredentialVerifier {

  /**
   * What the provider decided, or why it decided nothing.
   *
   * @param request what the caller may choose and has chosen
   * @param client the end user's address, passed on to the provider as such
   */
  ProviderReply<Verdict> verify(
      Credentials credentials, GrantRequest request, ClientAddress client);
}
