package dev.portcullis.emulator.internal.http;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Lets scripts of known origins call the endpoints that browser programs use: answers preflight
 * requests, and names the origin in replies. Other origins get the plain reply, which their
 * browsers withhold from them.
 */
public final class Cors {

  /** Endpoints whose replies are the same for everybody. */
  private static final Set<String> PUBLIC =
      Set.of("/.well-known/openid-configuration", "/.well-known/jwks.json");

  private static final Set<String> FOR_APPLICATIONS =
      Set.of(
          "/oauth/token",
          "/oauth/revoke",
          "/oauth/device/code",
          "/passwordless/start",
          "/userinfo",
          "/mfa/challenge",
          "/mfa/associate",
          "/mfa/authenticators",
          "/dbconnections/signup",
          "/dbconnections/change_password");

  private final Predicate<String> known;

  /** Accepts these origins, in the form of the {@code Origin} header. */
  public Cors(Predicate<String> known) {
    this.known = known;
  }

  /** The reply to a preflight request of a known origin; empty for every other request. */
  Optional<Reply> preflight(Request request) {
    if (!request.method().equals("OPTIONS")
        || request.singleHeader("access-control-request-method").isEmpty()) {
      return Optional.empty();
    }
    return allowed(request)
        .map(
            origin ->
                Reply.empty(204)
                    .with("Access-Control-Allow-Methods", "GET, POST, DELETE")
                    .with(
                        "Access-Control-Allow-Headers",
                        request
                            .singleHeader("access-control-request-headers")
                            .filter(names -> names.matches("[A-Za-z0-9_, -]{1,1000}"))
                            .orElse("Content-Type"))
                    .with("Access-Control-Max-Age", "600"));
  }

  /** The reply, with the permission for the origin to read it. */
  Reply permitted(Request request, Reply reply) {
    if (!PUBLIC.contains(request.path()) && !FOR_APPLICATIONS.contains(request.path())) {
      return reply;
    }
    return allowed(request)
        .map(
            origin ->
                reply
                    .with("Access-Control-Allow-Origin", origin)
                    .with(
                        "Access-Control-Expose-Headers",
                        "x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset, Retry-After"))
        .orElse(reply)
        .with("Vary", "Origin");
  }

  private Optional<String> allowed(Request request) {
    Optional<String> origin = request.singleHeader("origin");
    if (PUBLIC.contains(request.path())) {
      return origin.map(ignored -> "*");
    }
    return FOR_APPLICATIONS.contains(request.path()) ? origin.filter(known) : Optional.empty();
  }
}
