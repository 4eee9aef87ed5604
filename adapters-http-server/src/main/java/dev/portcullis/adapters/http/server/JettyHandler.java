package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
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
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * What a listener does with each request: refuses what the gateway does not take, reads the body
 * whole, has {@code HttpApi} answer, and sends the reply. Runs on a virtual thread.
 */
final class JettyHandler extends Handler.Abstract {

  /** The methods of RFC 9110 and RFC 5789, but CONNECT, which asks for a tunnel. */
  private static final Set<String> METHODS =
      HashSet.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH");

  /** How much is discarded of a body that was refused. */
  private static final int MOST_DISCARDED = 1024 * 1024;

  private final ListenerPlan plan;
  private final JettyRefusals refusals;
  private final JettyBody.Room room;

  /**
   * @param room the memory for the bodies of all its requests
   */
  JettyHandler(ListenerPlan plan, JettyRefusals refusals, JettyBody.Room room) {
    this.plan = plan;
    this.refusals = refusals;
    this.room = room;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    JettyHttpConnection connection =
        (JettyHttpConnection) request.getConnectionMetaData().getConnection();
    OpenConnection open = connection.open();
    open.enter(Phase.ANSWER);
    boolean lastRequest = open.nextRequest() >= plan.limits().requestsPerConnection();
    Option<RequestTarget> target = RequestTarget.read(connection.takeTarget());
    Either<HttpRefusal, Reply> answer =
        METHODS.contains(request.getMethod())
            ? target.toEither(HttpRefusal.MALFORMED).flatMap(known -> answer(known, request, open))
            : Either.left(HttpRefusal.NOT_IMPLEMENTED);
    Reply reply = answer.getOrElseGet(refusals::refuse);
    boolean last =
        lastRequest
            || answer.isLeft()
            || reply.headers().exists(header -> header.name().equals("Connection"));
    send(reply, last, request, response, open);
    if (answer.isLeft()) {
      open.enter(Phase.CLOSING);
      discardRest(request, answer.getLeft());
    }
    callback.succeeded();
    return true;
  }

  private Either<HttpRefusal, Reply> answer(
      RequestTarget target, Request request, OpenConnection open) {
    Option<HttpRefusal> unsupported = unsupported(target, request);
    if (unsupported.isDefined()) {
      return Either.left(unsupported.get());
    }
    Either<HttpRefusal, byte[]> body =
        JettyBody.read(request, open, plan.api().bodyLimit(target.path()), room);
    open.enter(Phase.ANSWER);
    return body.map(bytes -> plan.api().answer(gatewayRequest(target, request, open, bytes)));
  }

  private Option<HttpRefusal> unsupported(RequestTarget target, Request request) {
    HttpFields headers = request.getHeaders();
    if (target.authority().exists(it -> !it.equalsIgnoreCase(headers.get(HttpHeader.HOST)))) {
      // RFC 9112 section 3.2.2: a client sends the same host twice.
      return Option.of(HttpRefusal.MALFORMED);
    }
    if (request.getLength() > plan.api().bodyLimit(target.path())) {
      return Option.of(HttpRefusal.BODY_TOO_LARGE);
    }
    if (headers.contains(HttpHeader.TRANSFER_ENCODING)) {
      if (request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0) {
        // RFC 9112 section 6.1: the framing is to be treated as faulty.
        return Option.of(HttpRefusal.MALFORMED);
      }
      if (hasOther(headers, HttpHeader.TRANSFER_ENCODING, "chunked")) {
        return Option.of(HttpRefusal.NOT_IMPLEMENTED);
      }
    }
    return Option.when(
        hasOther(headers, HttpHeader.CONTENT_ENCODING, "identity"),
        HttpRefusal.UNSUPPORTED_CONTENT);
  }

  private static boolean hasOther(HttpFields headers, HttpHeader name, String value) {
    return headers.contains(name)
        && !headers.getValuesList(name).stream().allMatch(value::equalsIgnoreCase);
  }

  private static GatewayRequest gatewayRequest(
      RequestTarget target, Request request, OpenConnection open, byte[] body) {
    HttpFields headers = request.getHeaders();
    return new GatewayRequest(
        request.getMethod(),
        target.path(),
        target.query(),
        new RequestOrigin(
            open.peer(),
            open.announced(),
            open.certificate(),
            name -> Vector.ofAll(headers.getValuesList(name))),
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

  /**
   * Discards the rest of a body, also what is still to come: closing with bytes unread would reset
   * the connection, and the client lose the reply.
   *
   * @param refusal why its request was refused
   */
  private static void discardRest(Request request, HttpRefusal refusal) {
    boolean comes =
        refusal != HttpRefusal.BODY_TIMEOUT && !request.getHeaders().contains(HttpHeader.EXPECT);
    int discarded = 0;
    while (discarded <= MOST_DISCARDED) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        if (!comes || !hasMore(request)) {
          return;
        }
      } else {
        boolean ended = Content.Chunk.isFailure(chunk) || chunk.isLast();
        discarded += chunk.remaining();
        chunk.release();
        if (ended) {
          return;
        }
      }
    }
  }

  private static boolean hasMore(Request request) {
    CountDownLatch arrived = new CountDownLatch(1);
    request.demand(Invocable.from(Invocable.InvocationType.NON_BLOCKING, arrived::countDown));
    try {
      return arrived.await(OpenConnections.LINGER.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
