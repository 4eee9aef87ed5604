package dev.portcullis.adapters.servlet;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.address.RequestOrigin.HeaderLines;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Either;
import io.vavr.control.Option;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done with each request: refuses what the gateway does not take, reads the body whole, has
 * {@link HttpApi} answer, and sends the reply. Safe for concurrent use; blocks for as long as the
 * client and the provider take.
 */
final class Responder {

  private static final Logger LOG = LoggerFactory.getLogger(PortcullisServlet.class);

  /** The methods of RFC 9110 and RFC 5789, but CONNECT, which asks for a tunnel. */
  private static final Set<String> METHODS =
      HashSet.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH");

  /** How much is discarded of a body that was refused, in bytes. */
  private static final int MOST_DISCARDED = 1024 * 1024;

  /** How long a stop waits for requests in progress; the stand-alone server waits as long. */
  private static final Duration DRAIN = Duration.ofSeconds(25);

  private final HttpApi api;
  private final Semaphore free = new Semaphore(Integer.MAX_VALUE);
  private final AtomicBoolean logged = new AtomicBoolean();

  Responder(HttpApi api) {
    this.api = api;
  }

  HttpApi api() {
    return api;
  }

  /**
   * Answers a request.
   *
   * @param content whose body is read
   */
  void respond(ReceivedRequest request, HttpServletRequest content, HttpServletResponse response)
      throws IOException {
    boolean counted = free.tryAcquire();
    try {
      Either<HttpRefusal, Reply> answer = answer(request, content);
      send(answer.getOrElseGet(this::refuse), request.method(), response);
      if (answer.isLeft()) {
        discardRest(request, answer.getLeft(), content);
      }
    } finally {
      if (counted) {
        free.release();
      }
    }
  }

  /**
   * Answers a request of which it cannot be said how it was received.
   *
   * @param cause what hides it, and what to do
   */
  void respondHidden(String cause, String method, HttpServletResponse response) throws IOException {
    log(cause);
    send(refuse(HttpRefusal.REQUEST_ALTERED), method, response);
  }

  /** Waits until every request in progress is answered, up to {@link #DRAIN}. */
  void awaitRequests() {
    try {
      if (free.tryAcquire(Integer.MAX_VALUE, DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
        free.release(Integer.MAX_VALUE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Reply refuse(HttpRefusal reason) {
    Reply reply = api.refuse(reason);
    return reply.headers().exists(header -> header.name().equals("Connection"))
        ? reply
        : reply.with("Connection", "close");
  }

  private Either<HttpRefusal, Reply> answer(ReceivedRequest request, HttpServletRequest content) {
    Option<HttpRefusal> unsupported = unsupported(request);
    if (unsupported.isDefined()) {
      return Either.left(unsupported.get());
    }
    return body(request, content)
        .map(
            body ->
                api.answer(
                    new GatewayRequest(
                        request.method(),
                        request.path(),
                        request.query(),
                        request.origin(),
                        limit -> body.length <= limit ? body : Arrays.copyOf(body, limit))));
  }

  private Option<HttpRefusal> unsupported(ReceivedRequest request) {
    HeaderLines headers = request.origin().headers();
    if (!METHODS.contains(request.method())) {
      return Option.of(HttpRefusal.NOT_IMPLEMENTED);
    }
    if (!request.path().startsWith("/") && !request.path().equals("*")) {
      return Option.of(HttpRefusal.MALFORMED);
    }
    if (request.length() > api.bodyLimit(request.path())) {
      return Option.of(HttpRefusal.BODY_TOO_LARGE);
    }
    Seq<String> codings = headers.named("Transfer-Encoding");
    if (codings.nonEmpty() && request.protocol().equals("HTTP/1.0")) {
      // RFC 9112 section 6.1: the framing is to be treated as faulty.
      return Option.of(HttpRefusal.MALFORMED);
    }
    if (!codings.forAll("chunked"::equalsIgnoreCase)) {
      return Option.of(HttpRefusal.NOT_IMPLEMENTED);
    }
    return Option.when(
        !headers.named("Content-Encoding").forAll("identity"::equalsIgnoreCase),
        HttpRefusal.UNSUPPORTED_CONTENT);
  }

  private Either<HttpRefusal, byte[]> body(ReceivedRequest request, HttpServletRequest content) {
    int limit = api.bodyLimit(request.path());
    byte[] body;
    try {
      body = content.getInputStream().readNBytes(limit + 1);
    } catch (IOException e) {
      return Either.left(HttpRefusal.BODY_INCOMPLETE);
    } catch (IllegalStateException e) {
      // Somebody has called getReader.
      return Either.left(readByOthers());
    }
    if (body.length > limit) {
      return Either.left(HttpRefusal.BODY_TOO_LARGE);
    }
    long read = request.contentRead().getAsLong();
    if (read == ReceivedRequest.UNCOUNTED) {
      return isMissing(request, body.length) ? Either.left(readByOthers()) : Either.right(body);
    }
    if (read > body.length) {
      return Either.left(readByOthers());
    }
    return body.length < request.length()
        ? Either.left(HttpRefusal.BODY_INCOMPLETE)
        : Either.right(body);
  }

  /** Whether a body that should be there is not, in a container that does not count. */
  private static boolean isMissing(ReceivedRequest request, int length) {
    HeaderLines headers = request.origin().headers();
    return length < request.length()
        || (length == 0
            && headers.named("Transfer-Encoding").nonEmpty()
            && headers.named("Content-Type").exists(Responder::isReadByGetParameter));
  }

  private static boolean isReadByGetParameter(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    return lower.startsWith("application/x-www-form-urlencoded")
        || lower.startsWith("multipart/form-data");
  }

  private HttpRefusal readByOthers() {
    log(
        "A filter or valve read the body of a request before the gateway."
            + " HttpServletRequest.getParameter does that with forms. Exclude the gateway's paths"
            + " from that filter, or let PortcullisValve or PortcullisServlet answer before it.");
    return HttpRefusal.REQUEST_ALTERED;
  }

  /** Once: a fault of the program's composition, which every request may meet. */
  private void log(String cause) {
    if (logged.compareAndSet(false, true)) {
      LOG.error(
          cause
              + " Such requests are answered with 500 request-altered. This is logged once;"
              + " portcullis_http_refusals_total counts them.");
    }
  }

  private static void send(Reply reply, String method, HttpServletResponse response)
      throws IOException {
    response.setStatus(reply.status());
    java.util.Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (Reply.Header header : reply.headers()) {
      if (names.add(header.name())) {
        // Replaces what a filter has set.
        response.setHeader(header.name(), header.value());
      } else {
        response.addHeader(header.name(), header.value());
      }
    }
    if (reply.status() != 204) {
      response.setContentLength(reply.body().length);
    }
    ServletOutputStream out = response.getOutputStream();
    if (!method.equals("HEAD") && reply.body().length > 0) {
      out.write(reply.body());
    }
    // Sends it, so that no error page takes its place.
    out.close();
  }

  /**
   * Discards the rest of a body: closing with bytes unread would reset the connection, and the
   * client lose the reply.
   */
  private static void discardRest(
      ReceivedRequest request, HttpRefusal refusal, HttpServletRequest content) {
    if (refusal == HttpRefusal.BODY_INCOMPLETE
        || refusal == HttpRefusal.REQUEST_ALTERED
        || request.origin().headers().named("Expect").nonEmpty()) {
      return;
    }
    byte[] some = new byte[8192];
    int discarded = 0;
    try {
      InputStream in = content.getInputStream();
      for (int read = in.read(some);
          read >= 0 && discarded <= MOST_DISCARDED;
          read = in.read(some)) {
        discarded += read;
      }
    } catch (IOException | IllegalStateException e) {
      // The client has gone, or the container has ended the request with its reply.
    }
  }
}
