package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.RequestIntake;
import dev.portcullis.adapters.http.server.OpenConnection.Phase;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.address.RequestOrigin;
import io.vavr.collection.HashSet;
import io.vavr.collection.Set;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What a listener does with each request: refuses what the gateway does not take, reads the body
 * whole, has {@code HttpApi} answer, and sends the reply. Runs on a virtual thread.
 */
final class JettyHandler extends Handler.Abstract {

  /** The methods of RFC 9110 and RFC 5789, but CONNECT, which asks for a tunnel. */
  private static final Set<String> METHODS =
      HashSet.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH");

  private final ListenerPlan plan;
  private final JettyRefusals refusals;

  JettyHandler(ListenerPlan plan, JettyRefusals refusals) {
    this.plan = plan;
    this.refusals = refusals;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    JettyHttpConnection connection =
        (JettyHttpConnection) request.getConnectionMetaData().getConnection();
    OpenConnection open = connection.open();
    open.enter(Phase.ANSWER);
    boolean lastRequest = open.nextRequest() >= plan.limits().requestsPerConnection();
    Either<HttpRefusal, byte[]> body =
        unsupported(request).fold(() -> JettyBody.read(request, open), Either::left);
    open.enter(Phase.ANSWER);
    Reply reply =
        body.fold(refusals::refuse, bytes -> plan.api().answer(gatewayRequest(request, open, bytes)));
    boolean last =
        lastRequest
            || body.isLeft()
            || reply.headers().exists(header -> header.name().equals("Connection"));
    send(reply, last, request, response, open);
    if (body.isLeft()) {
      open.enter(Phase.CLOSING);
      discardRest(request);
    }
    callback.succeeded();
    return true;
  }

  private static Option<HttpRefusal> unsupported(Request request) {
    if (!METHODS.contains(request.getMethod())) {
      return Option.of(HttpRefusal.NOT_IMPLEMENTED);
    }
    if (request.getHttpURI().getFragment() != null) {
      return Option.of(HttpRefusal.MALFORMED);
    }
    if (request.getLength() > RequestIntake.MAX_BODY_BYTES) {
      return Option.of(HttpRefusal.BODY_TOO_LARGE);
    }
    if (request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
      if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0) {
        // RFC 9112 section 6.1: the framing is to be treated as faulty.
        return Option.of(HttpRefusal.MALFORMED);
      }
      if (!request.getHeaders().getValuesList(HttpHeader.TRANSFER_ENCODING).stream()
          .allMatch("chunked"::equalsIgnoreCase)) {
        return Option.of(HttpRefusal.NOT_IMPLEMENTED);
      }
    }
    if (!request.getHeaders().getValuesList(HttpHeader.CONTENT_ENCODING).stream()
        .allMatch("identity"::equalsIgnoreCase)) {
      return Option.of(HttpRefusal.UNSUPPORTED_CONTENT);
    }
    return Option.none();
  }

  private static GatewayRequest gatewayRequest(Request request, OpenConnection open, byte[] body) {
    HttpURI target = request.getHttpURI();
    String query = target.getQuery();
    return new GatewayRequest(
        request.getMethod(),
        target.getPath(),
        query == null ? "" : query,
        new RequestOrigin(
            open.peer(),
            open.announced(),
            name -> Vector.ofAll(request.getHeaders().getValuesList(name))),
        limit -> body.length <= limit ? body : Arrays.copyOf(body, limit));
  }

  /** Waits until the client has taken the reply; the sweep ends that if it takes too long. */
  private static void send(
      Reply reply, boolean last, Request request, Response response, OpenConnection open) {
    CountDownLatch sent = new CountDownLatch(1);
    open.enter(Phase.REPLY);
    JettyReplies.send(
        reply,
        last,
        request,
        response,
        Callback.from(Callback.InvocationType.NON_BLOCKING, sent::countDown));
    try {
      sent.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What has arrived already is discarded here, what is still to come by the connection. */
  private static void discardRest(Request request) {
    Content.Chunk chunk = request.read();
    while (chunk != null) {
      boolean more = !Content.Chunk.isFailure(chunk) && !chunk.isLast();
      chunk.release();
      chunk = more ? request.read() : null;
    }
  }
}
