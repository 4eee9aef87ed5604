package dev.portcullis.adapters.auth0.token;

import static dev.portcullis.domain.outcome.Misconfiguration.CLIENT_AUTHENTICATION;
import static dev.portcullis.domain.outcome.Misconfiguration.REQUEST_REFUSED;

import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.IdToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Token;
import dev.portcullis.domain.token.Tokens;
import io.vavr.control.Option;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What Auth0's answers have in common, whatever was asked. */
public final class TokenFaults {

  /** A longer wait is no rate limit but a mistake, such as a clock that is wrong. */
  private static final Duration MAX_RETRY_AFTER = Duration.ofDays(1);

  private static final int MAX_DESCRIPTION = 200;
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");

  private TokenFaults() {}

  /** What an answer without a known error code means. */
  public static ProviderFault withoutAnswer(HttpReply reply, Instant now) {
    // RFC 6585 section 4: 429 alone says that much; it comes without JSON from what is before
    // Auth0.
    return reply.status() == 429 ? rateLimited(reply, now) : unintelligible(reply);
  }

  /** An answer without a code; a 5xx says that the provider failed. */
  public static ProviderFault unintelligible(HttpReply reply) {
    return notUnderstood(new ProviderError(reply.status(), "", "", reply.mediaType()));
  }

  private static ProviderFault notUnderstood(ProviderError error) {
    return error.status() >= 500 && error.status() < 600
        ? new ProviderFault.Unavailable(error)
        : new ProviderFault.Unintelligible(error);
  }

  /** The tokens of a granted request, if they are sound and no error comes with them. */
  public static Option<Tokens> tokens(TokenAnswer answer) {
    Option<AccessToken> access = token(answer.accessToken(), AccessToken::new);
    Option<IdToken> id = token(answer.idToken(), IdToken::new);
    Option<RefreshToken> refresh = token(answer.refreshToken(), RefreshToken::new);
    boolean sound =
        answer.error().isEmpty()
            && access.isDefined()
            && answer.tokenType().exists("bearer"::equalsIgnoreCase)
            && answer.expiresIn().forAll(seconds -> seconds >= 0)
            && id.isDefined() == answer.idToken().isDefined()
            && refresh.isDefined() == answer.refreshToken().isDefined();
    return sound
        ? Option.some(
            new Tokens(
                access.get(),
                answer.tokenType().get(),
                answer.expiresIn().map(Duration::ofSeconds),
                answer.scope(),
                id,
                refresh))
        : Option.none();
  }

  /** A token, if there is one and it is sound. */
  static <T extends Token> Option<T> token(Option<String> value, Function<String, T> make) {
    return value.filter(text -> !text.isEmpty()).map(make).filter(Token::isSound);
  }

  public static boolean says(TokenAnswer answer, String words) {
    return answer.description().toLowerCase(Locale.ROOT).contains(words);
  }

  static ProviderFault rateLimited(HttpReply reply, Instant now) {
    return new ProviderFault.RateLimited(retryAfter(reply, now));
  }

  public static ProviderFault misconfigured(Misconfiguration what, int status, TokenAnswer answer) {
    return new ProviderFault.Misconfigured(what, error(status, answer));
  }

  /** An answer whose code says nothing here; a 5xx says that the provider failed. */
  public static ProviderFault unintelligible(int status, TokenAnswer answer) {
    return notUnderstood(error(status, answer));
  }

  /**
   * What an error means whose code says the same of every call: the set-up, the rate limit, or
   * nothing that is known here.
   *
   * @param notAllowed what is wrong if the application may not make this call
   */
  public static ProviderFault fault(
      HttpReply reply, TokenAnswer answer, Misconfiguration notAllowed, Instant now) {
    int status = reply.status();
    boolean refused = status >= 400 && status < 500;
    return switch (answer.error().getOrElse("")) {
      case "too_many_requests" ->
          status == 429 ? rateLimited(reply, now) : unintelligible(status, answer);
      case "access_denied" ->
          status == 401
              ? misconfigured(CLIENT_AUTHENTICATION, status, answer)
              : unintelligible(status, answer);
      case "invalid_client" ->
          refused
              ? misconfigured(CLIENT_AUTHENTICATION, status, answer)
              : unintelligible(status, answer);
      case "unauthorized_client", "unsupported_grant_type" ->
          refused || status == 501
              ? misconfigured(notAllowed, status, answer)
              : unintelligible(status, answer);
      case "invalid_request" ->
          refused ? misconfigured(REQUEST_REFUSED, status, answer) : unintelligible(status, answer);
      case "" -> withoutAnswer(reply, now);
      default -> unintelligible(status, answer);
    };
  }

  private static ProviderError error(int status, TokenAnswer answer) {
    String code = answer.error().filter(text -> CODE.matcher(text).matches()).getOrElse("");
    return new ProviderError(status, code, clean(answer.description()));
  }

  /** What one line of a log can show: no controls, no line ends, nothing invisible, 200 chars. */
  public static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .filter(TokenFaults::isPrintable)
        .takeWhile(c -> clean.length() + Character.charCount(c) <= MAX_DESCRIPTION)
        .forEachOrdered(clean::appendCodePoint);
    return clean.toString();
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }

  /** The wait that the answer names, unless it is past or more than a day. */
  private static Option<Duration> retryAfter(HttpReply reply, Instant now) {
    return reply
        .retryAfter()
        .flatMap(value -> seconds(value).orElse(() -> untilDate(value, now)))
        .filter(TokenFaults::isUsable)
        .orElse(
            () ->
                reply
                    .rateLimitReset()
                    .flatMap(TokenFaults::seconds)
                    .map(reset -> reset.minusSeconds(now.getEpochSecond()))
                    .filter(TokenFaults::isUsable));
  }

  private static Option<Duration> seconds(String value) {
    return SECONDS.matcher(value).matches()
        ? Option.some(Duration.ofSeconds(Long.parseLong(value)))
        : Option.none();
  }

  private static Option<Duration> untilDate(String value, Instant now) {
    try {
      Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      return Option.some(Duration.between(now, date));
    } catch (DateTimeException e) {
      return Option.none();
    }
  }

  private static boolean isUsable(Duration wait) {
    return !wait.isNegative() && wait.compareTo(MAX_RETRY_AFTER) <= 0;
  }
}
