package dev.portcullis.adapters.http;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.time.Duration;

/** One HTTP reply, whatever server sends it. It does not print itself: it may carry tokens. */
final class Reply {

  private final int status;
  private final Seq<Header> headers;
  private final byte[] body;

  private Reply(int status, Seq<Header> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** One header line. */
  record Header(String name, String value) {}

  /**
   * A reply with the headers that every reply has.
   *
   * @param body handed over, not copied
   */
  static Reply of(int status, String contentType, byte[] body) {
    return new Reply(
        status,
        Vector.of(
            new Header("Content-Type", contentType),
            // Tokens and the reasons for refusing them are for one reader, once (RFC 6749 s5.1).
            new Header("Cache-Control", "no-store"),
            new Header("X-Content-Type-Options", "nosniff")),
        body);
  }

  Reply with(String name, String value) {
    return new Reply(status, headers.append(new Header(name, value)), body);
  }

  /** Says when to come back; at least a second from now. */
  Reply withRetryAfter(Duration wait) {
    return with("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
  }

  int status() {
    return status;
  }

  /** Names and values in the order to be sent; Content-Length is the server's to add. */
  Seq<Header> headers() {
    return headers;
  }

  /** The content itself, not a copy. */
  byte[] body() {
    return body;
  }

  @Override
  public String toString() {
    return "Reply[" + status + "]";
  }
}
