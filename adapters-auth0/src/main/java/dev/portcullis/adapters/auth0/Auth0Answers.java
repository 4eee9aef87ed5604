package dev.portcullis.adapters.auth0;

import static dev.portcullis.domain.login.Misconfiguration.CLIENT_AUTHENTICATION;
import static dev.portcullis.domain.login.Misconfiguration.DEFAULT_DIRECTORY_MISSING;
import static dev.portcullis.domain.login.Misconfiguration.GRANT_NOT_ALLOWED;
import static dev.portcullis.domain.login.Misconfiguration.REQUEST_REFUSED;

import dev.portcullis.domain.login.Misconfiguration;
import dev.portcullis.domain.login.ProviderError;
import dev.portcullis.domain.login.ProviderFault;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.IdToken;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the token endpoint's answers to the two password grants mean. The only place that knows
 * Auth0's words, and total: whatever came back, there is an answer.
 *
 * <p>The error code and the status decide. The description is free to change at any time, so it
 * only refines two codes that stand for two things each: {@code too_many_attempts} and {@code
 * server_error}.
 */
final class Auth0Answers {

  private static final Duration MAX_RETRY_AFTER = Duration.ofDays(1);
  private static final int MAX_DESCRIPTION = 200;
  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final Pattern SECONDS = Pattern.compile("\\d{1,18}");

  private Auth0Answers() {}

  static Either<ProviderFault, Verdict> read(HttpReply reply, Instant now) {
    return TokenAnswer.parse(reply)
        .map(answer -> read(reply, answer, now))
        .getOrElse(() -> Either.left(withoutAnswer(reply, now)));
  }

  private static ProviderFault withoutAnswer(HttpReply reply, Instant now) {
    // RFC 6585 section 4: 429 alone says that much; it comes without JSON from what is before
    // Auth0.
    return reply.status() == 429
        ? new ProviderFault.RateLimited(retryAfter(reply, now))
        : new ProviderFault.Unintelligible(new ProviderError(reply.status(), "", ""));
  }

  private static Either<ProviderFault, Verdict> read(
      HttpReply reply, TokenAnswer answer, Instant now) {
    int status = reply.status();
    if (status == 200) {
      return granted(answer)
          .<Either<ProviderFault, Verdict>>map(Either::right)
          .getOrElse(() -> unintelligible(status, answer));
    }
    if (answer.error().isEmpty()) {
      return Either.left(withoutAnswer(reply, now));
    }
    if (status >= 400 && status < 500) {
      return refused(reply, answer, now);
    }
    return failed(status, answer);
  }

  /** Which 4xx it is differs between Auth0's own pages, so only {@code access_denied} asks. */
  private static Either<ProviderFault, Verdict> refused(
      HttpReply reply, TokenAnswer answer, Instant now) {
    int status = reply.status();
    return switch (answer.error().get()) {
      case "invalid_grant" -> Either.right(new Verdict.WrongCredentials());
      case "password_leaked" -> Either.right(new Verdict.PasswordLeaked());
      case "too_many_attempts" ->
          Either.right(
              says(answer, "suspicious login behavior")
                  ? new Verdict.IpThrottled()
                  : new Verdict.BruteForceBlocked());
      case "too_many_logins" -> Either.right(new Verdict.SameUserLimited());
      case "too_many_requests" ->
          Either.left(new ProviderFault.RateLimited(retryAfter(reply, now)));
      case "mfa_required" ->
          token(answer.mfaToken())
              .<Either<ProviderFault, Verdict>>map(
                  token -> Either.right(new Verdict.MfaRequired(new MfaToken(token))))
              .getOrElse(() -> unintelligible(status, answer));
      case "requires_verification" -> Either.right(new Verdict.VerificationRequired());
      case "unauthorized" -> Either.right(new Verdict.UserBlocked());
      case "access_denied" -> denied(status, answer);
      case "invalid_client" -> misconfigured(CLIENT_AUTHENTICATION, status, answer);
      case "unauthorized_client", "unsupported_grant_type" ->
          misconfigured(GRANT_NOT_ALLOWED, status, answer);
      case "invalid_request", "invalid_scope" -> misconfigured(REQUEST_REFUSED, status, answer);
      default -> unintelligible(status, answer);
    };
  }

  /** Auth0 says the same code for its client and for its user. */
  private static Either<ProviderFault, Verdict> denied(int status, TokenAnswer answer) {
    return switch (status) {
      case 401 -> misconfigured(CLIENT_AUTHENTICATION, status, answer);
      case 403 -> Either.right(new Verdict.Denied(clean(answer.description())));
      default -> unintelligible(status, answer);
    };
  }

  private static Either<ProviderFault, Verdict> failed(int status, TokenAnswer answer) {
    if (answer.error().contains("server_error")
        && says(answer, "not configured with default connection")) {
      return misconfigured(DEFAULT_DIRECTORY_MISSING, status, answer);
    }
    if (answer.error().contains("unsupported_grant_type") && status == 501) {
      return misconfigured(GRANT_NOT_ALLOWED, status, answer);
    }
    return unintelligible(status, answer);
  }

  private static Option<Verdict> granted(TokenAnswer answer) {
    boolean sound =
        token(answer.accessToken()).isDefined()
            && answer.tokenType().exists("bearer"::equalsIgnoreCase)
            && answer.expiresIn().forAll(seconds -> seconds >= 0)
            && absentOrToken(answer.idToken())
            && absentOrToken(answer.refreshToken());
    return sound
        ? Option.some(
            new Verdict.Granted(
                new Tokens(
                    new AccessToken(answer.accessToken().get()),
                    answer.tokenType().get(),
                    answer.expiresIn().map(Duration::ofSeconds),
                    answer.scope(),
                    answer.idToken().map(IdToken::new),
                    answer.refreshToken().map(RefreshToken::new))))
        : Option.none();
  }

  private static boolean absentOrToken(Option<String> value) {
    return value.isEmpty() || token(value).isDefined();
  }

  private static Option<String> token(Option<String> value) {
    return value.filter(Auth0Answers::isToken);
  }

  /** RFC 6749 appendix A: what tokens are made of. */
  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0x7E) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static boolean says(TokenAnswer answer, String words) {
    return answer.description().toLowerCase(Locale.ROOT).contains(words);
  }

  private static Either<ProviderFault, Verdict> misconfigured(
      Misconfiguration what, int status, TokenAnswer answer) {
    return Either.left(new ProviderFault.Misconfigured(what, error(status, answer)));
  }

  private static Either<ProviderFault, Verdict> unintelligible(int status, TokenAnswer answer) {
    return Either.left(new ProviderFault.Unintelligible(error(status, answer)));
  }

  private static ProviderError error(int status, TokenAnswer answer) {
    String code = answer.error().filter(text -> CODE.matcher(text).matches()).getOrElse("");
    return new ProviderError(status, code, clean(answer.description()));
  }

  /** What one line of a log can show: no controls, no line ends, nothing invisible, 200 chars. */
  private static String clean(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints()
        .filter(Auth0Answers::isPrintable)
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

  private static Option<Duration> retryAfter(HttpReply reply, Instant now) {
    return reply
        .retryAfter()
        .flatMap(value -> seconds(value).orElse(() -> untilDate(value, now)))
        .orElse(
            () ->
                reply
                    .rateLimitReset()
                    .flatMap(Auth0Answers::seconds)
                    .map(reset -> reset.minusSeconds(now.getEpochSecond())))
        .map(Auth0Answers::bounded);
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

  private static Duration bounded(Duration duration) {
    return duration.isNegative()
        ? Duration.ZERO
        : duration.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : duration;
  }
}
