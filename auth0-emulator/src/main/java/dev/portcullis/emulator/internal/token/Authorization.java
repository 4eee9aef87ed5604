package dev.portcullis.emulator.internal.token;

import dev.portcullis.emulator.internal.rules.CustomClaims;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a hosted login authorized an application to receive.
 *
 * @param redirectUri where the response was sent; {@code redirectUriSent} whether the request named
 *     it
 * @param codeChallenge the S256 challenge of the request, if it had one
 * @param audience the API's identifier, or empty
 * @param sessionId the {@code sid} of the tenant's session
 * @param tellsTime whether the id token has {@code auth_time}
 * @param organizationId the organization that the user logged in to
 * @param claims what the token rules added at the login
 */
public record Authorization(
    String clientId,
    String userId,
    String connection,
    String redirectUri,
    boolean redirectUriSent,
    Optional<String> codeChallenge,
    Optional<String> nonce,
    String audience,
    List<String> scope,
    String sessionId,
    Instant authenticatedAt,
    boolean tellsTime,
    boolean multifactor,
    Optional<String> organizationId,
    Optional<CustomClaims> claims) {

  /** Copies the scope. */
  public Authorization {
    scope = List.copyOf(scope);
  }

  Login.BrowserSession session() {
    return new Login.BrowserSession(
        sessionId, nonce, Optional.of(authenticatedAt).filter(time -> tellsTime));
  }
}
