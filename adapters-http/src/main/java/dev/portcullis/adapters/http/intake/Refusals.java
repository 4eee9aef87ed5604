package dev.portcullis.adapters.http.intake;

import dev.portcullis.adapters.http.exchange.Problem;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.login.RequestId;
import java.util.function.Consumer;

/**
 * Refuses requests before their use case: records each refusal once, and words its answer. The
 * answers repeat nothing of what was sent, but the origin of a page that may not call the API. Safe
 * for concurrent use.
 */
public final class Refusals {

  /** Records nothing. */
  public static final Refusals UNRECORDED = new Refusals(reason -> {});

  private final Consumer<HttpRefusal> recorder;

  /** Tells {@code recorder} each refusal. */
  public Refusals(Consumer<HttpRefusal> recorder) {
    this.recorder = recorder;
  }

  /**
   * Records a refusal and answers it, with {@code Connection: close} where the connection cannot be
   * used again.
   */
  public Reply refuse(HttpRefusal reason, RequestId id) {
    return refuse(reason, problem(reason), id);
  }

  /** The same with a detail that can be given only here. */
  Reply refuse(HttpRefusal reason, String detail, RequestId id) {
    return refuse(reason, problem(reason).withDetail(detail), id);
  }

  private Reply refuse(HttpRefusal reason, Problem problem, RequestId id) {
    record(reason);
    Reply reply = problem.reply(id);
    return closes(reason) ? reply.with("Connection", "close") : reply;
  }

  /** Records a refusal that is answered in other words. */
  public void record(HttpRefusal reason) {
    try {
      recorder.accept(reason);
    } catch (RuntimeException e) {
      // A request is answered although its refusal cannot be recorded.
    }
  }

  /** Whether more of the request may be on its way, or the connection itself is at fault. */
  private static boolean closes(HttpRefusal reason) {
    return switch (reason) {
      case CROSS_SITE,
          WRONG_ORIGIN,
          COOKIE_MISSING,
          FORM_EXPIRED,
          NOT_FOUND,
          METHOD_NOT_ALLOWED,
          UNSUPPORTED_CONTENT ->
          false;
      case MALFORMED,
          TLS_ON_PLAIN_PORT,
          TLS_HANDSHAKE,
          HEAD_TIMEOUT,
          BODY_TIMEOUT,
          BODY_INCOMPLETE,
          BODY_TOO_LARGE,
          TARGET_TOO_LONG,
          EXPECTATION_FAILED,
          HEADERS_TOO_LARGE,
          NOT_IMPLEMENTED,
          VERSION_NOT_SUPPORTED,
          REQUEST_ALTERED,
          TOO_MANY_BODIES,
          TOO_MANY_CONNECTIONS,
          TOO_MANY_CONNECTIONS_OF_ADDRESS,
          WRITE_STALLED ->
          true;
    };
  }

  private static Problem problem(HttpRefusal reason) {
    return switch (reason) {
      case MALFORMED ->
          of(reason, "Not a valid HTTP request", "The request is not valid HTTP/1.1 (RFC 9112).");
      case TLS_ON_PLAIN_PORT ->
          of(
              reason,
              "No TLS here",
              "This port takes HTTP without TLS. Use http:// or another port.");
      case TLS_HANDSHAKE -> of(reason, "No TLS", "The TLS handshake failed.");
      case CROSS_SITE ->
          of(
              reason,
              "access_denied",
              "Not from this origin",
              "A page of another origin sent the request, and the origin is not listed.");
      case WRONG_ORIGIN ->
          of(
              reason,
              "access_denied",
              "Not at this address",
              "The form was sent from another origin than the login pages'.");
      case COOKIE_MISSING ->
          of(reason, "access_denied", "No cookie", "The form came without the cookie of its page.");
      case FORM_EXPIRED ->
          of(reason, "access_denied", "The form has expired", "Load the page again.");
      case NOT_FOUND -> of(reason, "not_found", "Nothing here", "There is nothing at this path.");
      case METHOD_NOT_ALLOWED ->
          of(
              reason,
              "method_not_allowed",
              "Method not allowed",
              "This path takes other methods; Allow lists them.");
      case HEAD_TIMEOUT ->
          of(reason, "The request was too slow", "Its header lines did not arrive in time.");
      case BODY_TIMEOUT ->
          of(reason, "The request was too slow", "Its body did not arrive in time.");
      case BODY_INCOMPLETE ->
          of(
              reason,
              "The body broke off",
              "The request's body could not be read to its end. Send it again.");
      case BODY_TOO_LARGE ->
          of(
              reason,
              "The request is too large",
              "The body is larger than this path takes; a login's may have "
                  + RequestIntake.MAX_BODY_BYTES
                  + " bytes.");
      case TARGET_TOO_LONG ->
          of(reason, "The target is too long", "Send a shorter path and query.");
      case UNSUPPORTED_CONTENT ->
          of(
              reason,
              "Media type not supported",
              "Send application/json or application/x-www-form-urlencoded, in UTF-8, without a"
                  + " Content-Encoding, in a Content-Type of at most "
                  + Fields.MAX_CONTENT_TYPE
                  + " characters.");
      case EXPECTATION_FAILED ->
          of(reason, "Expectation not supported", "Send Expect: 100-continue, or no Expect.");
      case HEADERS_TOO_LARGE ->
          of(reason, "The header lines are too long", "Send fewer or shorter header lines.");
      case NOT_IMPLEMENTED ->
          of(
              reason,
              "Not implemented",
              "The request has a method or a transfer coding that is not implemented. Send the body"
                  + " with a Content-Length.");
      case VERSION_NOT_SUPPORTED ->
          of(reason, "HTTP version not supported", "Send HTTP/1.1 or HTTP/1.0.");
      case REQUEST_ALTERED ->
          of(
              reason,
              "server_error",
              "The request was altered",
              "Other code of this server read or changed the request before the gateway. Tell the"
                  + " operator of this service; the log names the cause.");
      case TOO_MANY_BODIES ->
          of(
              reason,
              "temporarily_unavailable",
              "Too many large requests",
              "Too many bodies are being read. Try again shortly.");
      case TOO_MANY_CONNECTIONS, TOO_MANY_CONNECTIONS_OF_ADDRESS ->
          of(
              reason,
              "temporarily_unavailable",
              "Too many connections",
              "There are too many open connections. Try again shortly.");
      case WRITE_STALLED ->
          of(reason, "The reply was not read", "The client took no byte of the reply in time.");
    };
  }

  private static Problem of(HttpRefusal reason, String title, String detail) {
    return of(reason, "invalid_request", title, detail);
  }

  private static Problem of(HttpRefusal reason, String error, String title, String detail) {
    return Problem.of(reason.status(), reason.code(), error, title, detail);
  }
}
