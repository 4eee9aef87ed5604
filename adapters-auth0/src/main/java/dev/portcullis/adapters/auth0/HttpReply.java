package dev.portcullis.adapters.auth0;

import dev.portcullis.domain.login.ProviderRequestId;
import feign.Response;
import io.vavr.control.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import org.apache.hc.core5.http.HttpHeaders;

/** What came back: the status, the few headers that matter, the body's bytes. Prints no body. */
final class HttpReply {

  static final String RATE_LIMIT = "x-ratelimit-limit";
  static final String RATE_LIMIT_RESET = "x-ratelimit-reset";
  static final String REQUEST_ID = "x-auth0-requestid";

  private final int status;
  private final Option<String> contentEncoding;
  private final Option<String> retryAfter;
  private final Option<String> rateLimitReset;
  private final Option<ProviderRequestId> requestId;
  private final Option<String> rateLimit;
  private final Option<String> date;
  private final byte[] body;

  HttpReply(
      int status,
      Option<String> contentEncoding,
      Option<String> retryAfter,
      Option<String> rateLimitReset,
      byte[] body) {
    this(
        status,
        contentEncoding,
        retryAfter,
        rateLimitReset,
        Option.none(),
        Option.none(),
        Option.none(),
        body);
  }

  private HttpReply(
      int status,
      Option<String> contentEncoding,
      Option<String> retryAfter,
      Option<String> rateLimitReset,
      Option<ProviderRequestId> requestId,
      Option<String> rateLimit,
      Option<String> date,
      byte[] body) {
    this.rateLimit = rateLimit;
    this.date = date;
    this.status = status;
    this.contentEncoding = contentEncoding;
    this.retryAfter = retryAfter;
    this.rateLimitReset = rateLimitReset;
    this.requestId = requestId;
    this.body = body;
  }

  static HttpReply of(Response response) {
    return new HttpReply(
        response.status(),
        header(response, HttpHeaders.CONTENT_ENCODING),
        header(response, HttpHeaders.RETRY_AFTER),
        header(response, RATE_LIMIT_RESET),
        header(response, REQUEST_ID).flatMap(ProviderRequestId::of),
        header(response, RATE_LIMIT),
        header(response, HttpHeaders.DATE),
        bytesOf(response));
  }

  int status() {
    return status;
  }

  Option<String> contentEncoding() {
    return contentEncoding;
  }

  Option<String> retryAfter() {
    return retryAfter;
  }

  Option<String> rateLimitReset() {
    return rateLimitReset;
  }

  /** How Auth0's own logs call the request. */
  Option<ProviderRequestId> requestId() {
    return requestId;
  }

  Option<String> rateLimit() {
    return rateLimit;
  }

  Option<String> date() {
    return date;
  }

  byte[] body() {
    return body;
  }

  @Override
  public String toString() {
    return "HttpReply[" + status + "]";
  }

  private static Option<String> header(Response response, String name) {
    Collection<String> values = response.headers().getOrDefault(name, List.of());
    return Option.ofOptional(values.stream().findFirst());
  }

  private static byte[] bytesOf(Response response) {
    if (response.body() == null) {
      return new byte[0];
    }
    try {
      return response.body().asInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
