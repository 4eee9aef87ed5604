package dev.portcullis.adapters.servlet;

import dev.portcullis.domain.address.RequestOrigin;
import io.vavr.control.Option;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.LongSupplier;

/**
 * A request as the container received it, without its body.
 *
 * @param path as sent, without the query, not decoded
 * @param query as sent, without the question mark; empty if there is none
 * @param length the body's length in bytes as announced; -1 if it is not
 * @param contentRead how many bytes of the body the container has read so far; {@link #UNCOUNTED}
 *     if it does not count them
 */
record ReceivedRequest(
    String method,
    String protocol,
    String path,
    String query,
    RequestOrigin origin,
    long length,
    LongSupplier contentRead) {

  /** What {@code contentRead} supplies in a container that does not count. */
  static final long UNCOUNTED = -1;

  /** Its value is of a class that only this package can make, so nobody else can set it. */
  private static final String ATTRIBUTE = ReceivedRequest.class.getName();

  /** What {@link #passWith} has attached to a request; none if it was not called. */
  static Option<ReceivedRequest> passedWith(HttpServletRequest innermost) {
    return innermost.getAttribute(ATTRIBUTE) instanceof ReceivedRequest passed
        ? Option.of(passed)
        : Option.none();
  }

  /** Attaches this to a request. */
  void passWith(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /** Method and path: the query and the headers may carry secrets. */
  @Override
  public String toString() {
    return "ReceivedRequest[" + method + " " + path + "]";
  }
}
