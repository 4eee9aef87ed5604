package dev.portcullis.adapters.http.exchange;

import dev.portcullis.domain.address.RequestOrigin;
import java.io.IOException;

/**
 * One HTTP request, whatever server received it.
 *
 * @param method as sent; methods are case-sensitive (RFC 9110 section 9.1)
 * @param path as sent, without the query, not decoded
 * @param query as sent, without the question mark, not decoded; empty if there is none
 * @param origin the kernel's peer and the header lines
 * @param body the content
 */
public record GatewayRequest(
    String method, String path, String query, RequestOrigin origin, Body body) {

  /** The content of a request, read at most once. */
  @FunctionalInterface
  public interface Body {

    /**
     * The first {@code limit} bytes, or all if there are fewer.
     *
     * @throws IOException if the content breaks off or is not framed as HTTP says
     */
    byte[] read(int limit) throws IOException;
  }

  /** The one line of a header that may stand only once, or empty. */
  public String header(String name) {
    var lines = origin.headers().named(name);
    return lines.size() == 1 ? lines.head() : "";
  }
}
