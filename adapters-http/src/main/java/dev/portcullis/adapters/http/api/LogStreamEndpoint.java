package dev.portcullis.adapters.http.api;

import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.exchange.Endpoint.Content;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Problem;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.Refusals;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.address.OriginSecret;
import dev.portcullis.domain.login.RequestId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * {@code POST /auth0/logs}: accepts what a log stream of the tenant delivers, from a sender that
 * has the token. Auth0 delivers again after anything but 2xx, so entries that are no event are
 * accepted and left out.
 */
public final class LogStreamEndpoint {

  static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

  private final OriginSecret token;
  private final Consumer<byte[]> deliveries;

  /**
   * Accepts deliveries.
   *
   * @param token the complete value that {@code Authorization} must have
   */
  public LogStreamEndpoint(OriginSecret token, Consumer<byte[]> deliveries) {
    this.token = token;
    this.deliveries = deliveries;
  }

  /** The endpoint that accepts them. */
  public Endpoint endpoint(Refusals refusals) {
    return Endpoint.post(
        "/auth0/logs",
        new Content.Bytes(MAX_BODY_BYTES),
        (request, id) -> handle(request, id, refusals));
  }

  private Reply handle(GatewayRequest request, RequestId id, Refusals refusals) throws IOException {
    if (!token.matches(request.header("Authorization"))) {
      return Problem.of(
              401,
              "unauthorized",
              "unauthorized",
              "Not authorized",
              "The Authorization header is not the token of doctor.watch-token.")
          .reply(id);
    }
    byte[] body = request.body().read(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      refusals.record(HttpRefusal.BODY_TOO_LARGE);
      return Problem.of(
              413,
              "too-large",
              "invalid_request",
              "The request is too large",
              "The body may have " + MAX_BODY_BYTES + " bytes at most.")
          .reply(id)
          .with("Connection", "close");
    }
    deliveries.accept(body);
    return Reply.of(204, "application/json", "".getBytes(StandardCharsets.UTF_8));
  }
}
