package dev.portcullis.adapters.http.exchange;

import io.vavr.collection.Array;
import io.vavr.collection.Seq;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * One HTTP reply, independent of the server that sends it. Its {@code toString} shows the status
 * alone: it may carry tokens.
 */
public final class Reply {

  private static final String RETRY_AFTER = "Retry-After";

  private final int status;
  private final Seq<Header> headers;
  private final byte[] body;

  private Reply(int status, Seq<Header> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /** One header line. Its {@code toString} is its name: the value may be a session or a token. */
  public record Header(String name, String value) {

    @Override
    public String toString() {
      return "Header[" + name + "]";
    }
  }

  /**
   * A reply with the headers that every reply has; with 429 and 503 a {@code Retry-After} of a few
   * seconds too.
   *
   * @param body handed over, not copied
   */
  public static Reply of(int status, String contentType, byte[] body) {
    // Tokens and the reasons for refusing them are for one reader, once (RFC 6749 s5.1).
    return of(status, contentType, "no-store", body);
  }

  /** A file that is the same for every client and may be cached for a day. */
  public static Reply file(String contentType, byte[] body) {
    return of(200, contentType, "public, max-age=86400", body);
  }

  private static Reply of(int status, String contentType, String caching, byte[] body) {
    Reply reply =
        new Reply(
            status,
            Array.of(
                new Header("Content-Type", contentType),
                new Header("Cache-Control", caching),
                new Header("X-Content-Type-Options", "nosniff")),
            body);
    return reply.withRetryAfter(Waits.SHORT);
  }

  /** The same reply with one more header line. */
  public Reply with(String name, String value) {
    return with(new Header(name, value));
  }

  /** The same reply with one more header line; a {@code Retry-After} replaces the one it has. */
  public Reply with(Header line) {
    Seq<Header> others =
        line.name().equalsIgnoreCase(RETRY_AFTER)
            ? headers.reject(it -> it.name().equalsIgnoreCase(RETRY_AFTER))
            : headers;
    return new Reply(status, others.append(line), body);
  }

  /** The same reply with each header line replaced by what {@code change} makes of it. */
  public Reply mapHeaders(UnaryOperator<Header> change) {
    return new Reply(status, headers.map(change), body);
  }

  /**
   * The same reply with this {@code Retry-After}, {@link Waits#bounded}, if its status is 429 or
   * 503. Other replies name no wait and stay as they are.
   */
  public Reply withRetryAfter(Duration wait) {
    return status == 429 || status == 503
        ? with(RETRY_AFTER, Long.toString(Waits.bounded(wait).toSeconds()))
        : this;
  }

  /** The status code. */
  public int status() {
    return status;
  }

  /** The header lines in the order to be sent; the server adds Content-Length. */
  public Seq<Header> headers() {
    return headers;
  }

  /** The content itself, not a copy. */
  public byte[] body() {
    return body;
  }

  @Override
  public String toString() {
    return "Reply[" + status + "]";
  }
}
