package dev.portcullis.adapters.http.exchange;

import dev.portcullis.domain.address.RequestOrigin;
import java.io.IOException;

/**
 * One HTTP request, independent of the server that received it.
 *
 * @param method as sent; methods are case-sensitive (RFC 9110 section 9.1)
 * @param path as sent, without the query, not decoded
 * @param query as sent, without the question mark, not decoded; empty if there is none
 * @param origin the peer that the kernel reports and the header lines, each as it was received
 * @param body the content, read by the binding before the reply is sent
 */
public record GatewayRequest(
    String method, String path, String query, RequestOrigin origin, Body body) {

  /** The content of a request, read at most once. */
  @FunctionalInterface
  public interface Body {

    /**
     * The first {@code limit} bytes, or all if there are fewer.
     *
     * @throws IOException if the content ends early or its framing is invalid
     */
    byte[] read(int limit) throws IOException;
  }

  /** Method and path: the query and the headers may carry secrets. */
  @Override
  public String toString() {
    return "GatewayRequest[" + method + " " + path + "]";
  }

  /** The value of a header that may occur only once; empty if it is absent or occurs twice. */
  public String header(String name) {
    var lines = origin.headers().named(name);
    return lines.size() == 1 ? lines.head() : "";
  }
}
