package dev.portcullis.adapters.servlet;

import dev.portcullis.domain.address.RequestOrigin;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Objects;

/** Requests of a container whose kernel peer the host program knows. */
final class OtherRequests implements RequestSource {

  private final KernelPeer peers;

  OtherRequests(KernelPeer peers) {
    this.peers = peers;
  }

  @Override
  public Option<String> problem(ServletContext context) {
    return Option.none();
  }

  /** No client certificate: whether the container has verified it is not known. */
  @Override
  public Option<ReceivedRequest> received(HttpServletRequest innermost) {
    return Option.of(
        new ReceivedRequest(
            innermost.getMethod(),
            innermost.getProtocol(),
            innermost.getRequestURI(),
            Objects.requireNonNullElse(innermost.getQueryString(), ""),
            RequestOrigin.of(
                peers.of(innermost),
                name -> Vector.ofAll(Collections.list(innermost.getHeaders(name)))),
            innermost.getContentLengthLong(),
            () -> ReceivedRequest.UNCOUNTED));
  }
}
