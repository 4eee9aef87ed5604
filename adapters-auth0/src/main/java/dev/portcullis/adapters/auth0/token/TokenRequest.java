package dev.portcullis.adapters.auth0.token;

import dev.portcullis.adapters.auth0.settings.ClientSecret;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.mfa.MfaProof;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Scope;
import io.vavr.control.Option;

/** A request to {@code /oauth/token} or {@code /oauth/revoke}; {@link TokenForm} writes it. */
public sealed interface TokenRequest {

  /** The password grant, or that of a realm. */
  record Password(Credentials credentials, GrantRequest request) implements TokenRequest {}

  /** The refresh token grant (RFC 6749 section 6). */
  record Refresh(RefreshToken token, Option<Scope> scope) implements TokenRequest {}

  /** The grants of a second factor. */
  record Mfa(MfaToken token, MfaProof proof) implements TokenRequest {}

  /**
   * The client credentials grant of an application with credentials of its own (RFC 6749 section
   * 4.4). Prints no secret.
   *
   * @param audience the API that the token is for
   */
  record ClientCredentials(String clientId, ClientSecret clientSecret, String audience)
      implements TokenRequest {}

  /**
   * The client credentials grant for an API that does not exist: no login, and no token comes of
   * it. Shows whether the tenant accepts the application's own credentials.
   */
  record Probe() implements TokenRequest {}

  /** No grant: revokes a refresh token (RFC 7009). */
  record Revocation(RefreshToken token) implements TokenRequest {}
}
