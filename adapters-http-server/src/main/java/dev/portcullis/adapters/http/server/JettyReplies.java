package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.exchange.Reply;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Sends replies: head and body in one write. */
final class JettyReplies {

  private JettyReplies() {}

  /**
   * Sends a reply.
   *
   * @param last whether the connection ends with it
   * @param sent called when the client's side has taken it all
   */
  static void send(Reply reply, boolean last, Request request, Response response, Callback sent) {
    response.setStatus(reply.status());
    HttpFields.Mutable headers = response.getHeaders();
    reply.headers().forEach(header -> headers.add(header.name(), header.value()));
    if (last) {
      headers.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    }
    if (reply.status() != 204) {
      headers.put(HttpHeader.CONTENT_LENGTH, reply.body().length);
    }
    boolean bodiless = HttpMethod.HEAD.is(request.getMethod()) || reply.body().length == 0;
    response.write(true, bodiless ? null : ByteBuffer.wrap(reply.body()), sent);
  }
}
