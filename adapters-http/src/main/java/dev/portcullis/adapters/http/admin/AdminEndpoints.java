package dev.portcullis.adapters.http.admin;

import dev.portcullis.adapters.http.exchange.Handler;
import dev.portcullis.adapters.http.exchange.Json;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.exchange.Router;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Which paths there are, on which listener. */
public final class GatewayRoutes {

  private GatewayRoutes() {}

  /** What users' front ends reach. */
  public static Router forUsers(Router router, LoginEndpoint login) {
    return router
        .with("POST", "/api/auth", login)
        .with("GET", "/openapi.yaml", new ApiDescription());
  }

  /** Renewing and revoking tokens. */
  public static Router withTokens(Router router, TokensEndpoint tokens) {
    return router
        .with("POST", "/api/auth/refresh", tokens::refresh)
        .with("POST", "/api/auth/revoke", tokens::revoke);
  }

  /** The second factor of a login. */
  public static Router withMfa(Router router, MfaEndpoint mfa) {
    return router
        .with("POST", "/api/auth/mfa/authenticators", mfa::authenticators)
        .with("POST", "/api/auth/mfa/challenge", mfa::challenge)
        .with("POST", "/api/auth/mfa/enroll", mfa::enroll)
        .with("POST", "/api/auth/mfa/verify", mfa::verify);
  }

  /** A password reset that a user asks for. */
  public static Router withReset(Router router, ResetEndpoint reset) {
    return router.with("POST", "/api/auth/password-reset", reset);
  }

  /** The same, and where the tenant's log stream delivers. */
  public static Router forLogStream(Router users, LogStreamEndpoint logs) {
    return users.with("POST", "/auth0/logs", logs);
  }

  /** The same, and a page for operators, as it is when it is asked for. */
  public static Router withPage(
      Router operators, String path, String contentType, Supplier<String> page) {
    return operators.with(
        "GET",
        path,
        (request, id) -> Reply.of(200, contentType, page.get().getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * What only operators reach.
   *
   * @param metrics the Prometheus text exposition
   */
  public static Router forOperators(Router router, Readiness readiness, Supplier<String> metrics) {
    Handler live = (request, id) -> health(200, "UP");
    Handler ready =
        (request, id) ->
            readiness.isReady()
                ? health(200, "UP", readiness.warnings())
                : health(503, "OUT_OF_SERVICE", readiness.warnings());
    Handler scrape =
        (request, id) ->
            Reply.of(
                200,
                "text/plain; version=0.0.4; charset=utf-8",
                metrics.get().getBytes(StandardCharsets.UTF_8));
    return router
        .with("GET", "/health/live", live)
        .with("GET", "/health/ready", ready)
        .with("GET", "/metrics", scrape);
  }

  private static Reply health(int status, String word) {
    return health(status, word, Vector.empty());
  }

  private static Reply health(int status, String word, Seq<String> warnings) {
    return Reply.of(
        status,
        "application/json",
        Json.object(
            json -> {
              json.writeStringField("status", word);
              if (!warnings.isEmpty()) {
                json.writeArrayFieldStart("warnings");
                for (String warning : warnings) {
                  json.writeString(warning);
                }
                json.writeEndArray();
              }
            }));
  }
}
