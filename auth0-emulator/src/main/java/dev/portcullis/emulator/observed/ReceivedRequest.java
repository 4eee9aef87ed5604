package dev.portcullis.emulator.observed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A request that the tenant received: lower-case header names without values, except the values of
 * {@code auth0-forwarded-for}; for the token endpoint also the trust decision, grant type and user
 * name. Never a password, secret or token.
 */
public record ReceivedRequest(
    Instant date,
    String method,
    String path,
    String peer,
    List<String> headerNames,
    List<String> forwardedFor,
    Optional<ForwardedForDecision> decision,
    Optional<String> grantType,
    Optional<String> username,
    int status) {

  /** The trust decision as a sentence; empty if none was made. */
  public String trust() {
    return decision.map(ForwardedForDecision::sentence).orElse("");
  }
}
