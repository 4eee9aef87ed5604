package dev.portcullis.adapters.auth0.transport;

import dev.portcullis.domain.outcome.ProviderQuota;
import dev.portcullis.domain.outcome.ProviderRequestId;
import feign.Request;
import feign.Response;
import io.vavr.control.Option;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpResponse;

/**
 * An HTTP answer: the status, the headers that this adapter reads, and the body. Prints no body.
 */
public final class HttpReply {

  static final String RATE_LIMIT = "x-ratelimit-limit";
  static final String RATE_LIMIT_REMAINING = "x-ratelimit-remaining";
  static final String RATE_LIMIT_RESET = "x-ratelimit-reset";
  static final String REQUEST_ID = "x-auth0-requestid";

  /** What nearly every answer is: not worth a match of the pattern. */
  private static final String JSON = "application/json";

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("[a-z0-9!#$&^_.+-]{1,64}/[a-z0-9!#$&^_.+-]{1,64}");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
  private static final Pattern EPOCH_SECONDS = Pattern.compile("\\d{1,11}");

  private final int status;
  private final String mediaType;
  private final Option<String> contentEncoding;
  private final Option<String> retryAfter;
  private final Option<String> rateLimitReset;
  private final Option<ProviderRequestId> requestId;
  private final Option<String> rateLimit;
  private final Option<String> rateLimitRemaining;
  private final Option<String> date;
  private final byte[] body;

  public HttpReply(
      int status,
      Option<String> contentEncoding,
      Option<String> retryAfter,
      Option<String> rateLimitReset,
      byte[] body) {
    this(
        status,
        "",
        contentEncoding,
        retryAfter,
        rateLimitReset,
        Option.none(),
        Option.none(),
        Option.none(),
        Option.none(),
        body);
  }

  private HttpReply(
      int status,
      String mediaType,
      Option<String> contentEncoding,
      Option<String> retryAfter,
      Option<String> rateLimitReset,
      Option<ProviderRequestId> requestId,
      Option<String> rateLimit,
      Option<String> rateLimitRemaining,
      Option<String> date,
      byte[] body) {
    this.rateLimit = rateLimit;
    this.rateLimitRemaining = rateLimitRemaining;
    this.date = date;
    this.status = status;
    this.mediaType = mediaType;
    this.contentEncoding = contentEncoding;
    this.retryAfter = retryAfter;
    this.rateLimitReset = rateLimitReset;
    this.requestId = requestId;
    this.body = body;
  }

  /** The reply in an answer; drops all other headers. */
  public static HttpReply of(HttpResponse answer, byte[] body) {
    return new HttpReply(
        answer.getCode(),
        mediaType(header(answer, HttpHeaders.CONTENT_TYPE)),
        header(answer, HttpHeaders.CONTENT_ENCODING),
        header(answer, HttpHeaders.RETRY_AFTER),
        header(answer, RATE_LIMIT_RESET),
        header(answer, REQUEST_ID).flatMap(ProviderRequestId::of),
        header(answer, RATE_LIMIT),
        header(answer, RATE_LIMIT_REMAINING),
        header(answer, HttpHeaders.DATE),
        body);
  }

  /** The reply wrapped for Feign, which would make two sorted copies of headers. */
  Response answerTo(Request request) {
    return Response.builder().request(request).status(status).body(new Wrapped(this)).build();
  }

  /** The reply that {@link #answerTo} wrapped. */
  public static HttpReply of(Response response) {
    return ((Wrapped) response.body()).reply();
  }

  public int status() {
    return status;
  }

  /** The same reply with this Content-Type. */
  public HttpReply withContentType(String value) {
    return new HttpReply(
        status,
        mediaType(Option.some(value)),
        contentEncoding,
        retryAfter,
        rateLimitReset,
        requestId,
        rateLimit,
        rateLimitRemaining,
        date,
        body);
  }

  /** The media type in lower case, without parameters; empty if there is no valid one. */
  public String mediaType() {
    return mediaType;
  }

  public Option<String> contentEncoding() {
    return contentEncoding;
  }

  public Option<String> retryAfter() {
    return retryAfter;
  }

  public Option<String> rateLimitReset() {
    return rateLimitReset;
  }

  /** The request's ID in Auth0's own logs. */
  Option<ProviderRequestId> requestId() {
    return requestId;
  }

  public Option<String> rateLimit() {
    return rateLimit;
  }

  /** What the {@code x-ratelimit} headers say, if they are sound. */
  Option<ProviderQuota> quota() {
    int limit = number(rateLimit);
    int remaining = number(rateLimitRemaining);
    return limit < 1 || remaining < 0 || remaining > limit
        ? Option.none()
        : Option.some(
            new ProviderQuota(
                limit,
                remaining,
                rateLimitReset
                    .filter(text -> EPOCH_SECONDS.matcher(text).matches())
                    .map(text -> Instant.ofEpochSecond(Long.parseLong(text)))));
  }

  /** -1 if there is none of at most nine digits. */
  private static int number(Option<String> header) {
    return header
        .filter(text -> NUMBER.matcher(text).matches())
        .map(Integer::parseInt)
        .getOrElse(-1);
  }

  public Option<String> date() {
    return date;
  }

  public byte[] body() {
    return body;
  }

  /**
   * The body as UTF-8: Jackson would guess among five encodings and let some malformed UTF-8 pass.
   *
   * @throws CharacterCodingException if it is malformed
   */
  public String text() throws CharacterCodingException {
    String text = new String(body, StandardCharsets.UTF_8);
    // The replacement character: decoded from malformed bytes, or sent as such.
    return text.indexOf('\uFFFD') < 0
        ? text
        : StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
  }

  @Override
  public String toString() {
    return "HttpReply[" + status + "]";
  }

  private static String mediaType(Option<String> contentType) {
    return contentType
        .map(HttpReply::withoutParameters)
        .filter(type -> type.equals(JSON) || MEDIA_TYPE.matcher(type).matches())
        .getOrElse("");
  }

  private static String withoutParameters(String contentType) {
    int end = contentType.indexOf(';');
    return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private static Option<String> header(HttpResponse answer, String name) {
    Header header = answer.getFirstHeader(name);
    return header == null ? Option.none() : Option.of(header.getValue());
  }

  private record Wrapped(HttpReply reply) implements Response.Body {

    @Override
    public Integer length() {
      return reply.body.length;
    }

    @Override
    public boolean isRepeatable() {
      return true;
    }

    @Override
    public InputStream asInputStream() {
      return new ByteArrayInputStream(reply.body);
    }

    @Override
    public Reader asReader(Charset charset) {
      return new InputStreamReader(asInputStream(), charset);
    }

    @Override
    public void close() {
      // All in memory.
    }
  }
}
