package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.application.journal.HttpRefusal;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers what the server itself cannot read as a request, as a problem, and closes. */
final class JettyRefusals implements Request.Handler {

  private static final Reply DEFECT = Reply.of(500, "text/plain", new byte[0]);

  private final HttpApi api;

  JettyRefusals(HttpApi api) {
    this.api = api;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (response.getStatus() == 500) {
      // An error of this JVM, such as a full heap; its text may repeat what was sent.
      JettyReplies.send(DEFECT, true, request, response, callback);
      return true;
    }
    boolean tls =
        request.getConnectionMetaData().getConnection() instanceof JettyHttpConnection http
            && http.tls();
    HttpRefusal refusal =
        tls ? HttpRefusal.TLS_ON_PLAIN_PORT : JettyRefusals.of(response.getStatus());
    JettyReplies.send(refuse(refusal), true, request, response, callback);
    return true;
  }

  Reply refuse(HttpRefusal reason) {
    return api.refuse(reason);
  }

  /** The refusal for a status with which the server refuses. */
  private static HttpRefusal of(int status) {
    return switch (status) {
      case 408 -> HttpRefusal.HEAD_TIMEOUT;
      case 414 -> HttpRefusal.TARGET_TOO_LONG;
      case 417 -> HttpRefusal.EXPECTATION_FAILED;
      case 431 -> HttpRefusal.HEADERS_TOO_LARGE;
      // 426 is its answer to HTTP/2.
      case 426, 505 -> HttpRefusal.VERSION_NOT_SUPPORTED;
      default -> HttpRefusal.MALFORMED;
    };
  }
}
