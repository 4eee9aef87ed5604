package dev.portcullis.emulator.internal.management;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the bearer token of a Management API call. */
public final class ManagementAuth {

  private final String issuer;
  private final Set<String> names;
  private final TokenKeys keys;
  private final InstantSource clock;

  /** Accepts tokens of this issuer for any of the tenant's names; all end with a slash. */
  public ManagementAuth(String issuer, Set<String> names, TokenKeys keys, InstantSource clock) {
    this.issuer = issuer;
    this.names = names;
    this.keys = keys;
    this.clock = clock;
  }

  /** The refusal; empty if the token is valid and has the scope. */
  Optional<Reply> refusal(Request request, String scope) {
    return refusal(request, List.of(scope));
  }

  /** The refusal; empty if the token is valid and has one of the scopes, or none is needed. */
  Optional<Reply> refusal(Request request, List<String> scopes) {
    Optional<String> token = request.bearerToken();
    if (token.isEmpty()) {
      return Optional.of(Reply.error(401, "Unauthorized", "Missing authentication", ""));
    }
    Optional<JWTClaimsSet> claims = keys.verify(token.get()).filter(this::holds);
    if (claims.isEmpty()) {
      return Optional.of(Reply.error(401, "Unauthorized", "Invalid token", "invalid_token"));
    }
    String granted = claims.get().getClaim("scope") instanceof String text ? text : "";
    List<String> held = Arrays.asList(granted.split(" ", -1));
    return scopes.isEmpty() || scopes.stream().anyMatch(held::contains)
        ? Optional.empty()
        : Optional.of(
            Reply.error(
                403,
                "Forbidden",
                "Insufficient scope, expected any of: " + String.join(",", scopes),
                "insufficient_scope"));
  }

  /** The application and scopes of a token that was not refused. */
  Caller caller(Request request) {
    JWTClaimsSet claims = request.bearerToken().flatMap(keys::verify).orElseThrow();
    String azp = claims.getClaim("azp") instanceof String text ? text : "";
    String scope = claims.getClaim("scope") instanceof String text ? text : "";
    return new Caller(azp, Arrays.asList(scope.split(" ", -1)));
  }

  record Caller(String clientId, List<String> scopes) {}

  private boolean holds(JWTClaimsSet claims) {
    Date expires = claims.getExpirationTime();
    return issuer.equals(claims.getIssuer())
        && names.stream().anyMatch(name -> claims.getAudience().contains(name + "api/v2/"))
        && expires != null
        && clock.instant().isBefore(expires.toInstant());
  }
}
