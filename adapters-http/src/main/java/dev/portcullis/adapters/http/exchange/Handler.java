package dev.portcullis.adapters.http.exchange;

import dev.portcullis.domain.login.RequestId;
import java.io.IOException;

/** Answers one request; called on a thread that may block. */
@FunctionalInterface
public interface Handler {

  /**
   * Answers the request.
   *
   * @throws IOException if the request's body cannot be read to its end
   */
  Reply handle(GatewayRequest request, RequestId id) throws IOException;
}
