package dev.portcullis.adapters.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import dev.portcullis.adapters.http.exchange.Json;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginOutcome.Cause;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.IdToken;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginRepliesTest {

  private static final ProviderError ERROR =
      new ProviderError(401, "access_denied", "upstream words");

  static Stream<Arguments> refusals() {
    return Stream.of(
        row(new LoginOutcome.WrongCredentials(), 403, "invalid_grant", "wrong-credentials"),
        row(
            new LoginOutcome.PasswordLeaked(new BreachOutcome.ResetMailSent()),
            401,
            "password_leaked",
            "password-leaked"),
        row(
            new LoginOutcome.PasswordLeaked(new BreachOutcome.ResetPage("https://example.com/r")),
            401,
            "password_leaked",
            "password-leaked"),
        row(
            new LoginOutcome.PasswordLeaked(new BreachOutcome.ResetLimited(Duration.ofMinutes(9))),
            401,
            "password_leaked",
            "password-leaked"),
        row(
            new LoginOutcome.PasswordLeaked(new BreachOutcome.ResetNotStarted()),
            401,
            "password_leaked",
            "password-leaked"),
        row(new LoginOutcome.BruteForceBlocked(), 429, "too_many_attempts", "blocked"),
        row(new LoginOutcome.IpThrottled(), 429, "too_many_attempts", "address-throttled"),
        row(new LoginOutcome.SameUserLimited(), 429, "too_many_logins", "too-many-logins"),
        row(new LoginOutcome.MfaRequired(new MfaToken("mfa")), 403, "mfa_required", "mfa-required"),
        row(
            new LoginOutcome.VerificationRequired(),
            401,
            "requires_verification",
            "verification-required"),
        row(new LoginOutcome.Denied("Not on Sundays."), 403, "access_denied", "denied"),
        row(new LoginOutcome.Denied(""), 403, "access_denied", "denied"),
        row(new LoginOutcome.UserBlocked(), 401, "unauthorized", "user-blocked"),
        row(new LoginOutcome.RateLimited(Option.none()), 429, "too_many_requests", "rate-limited"),
        row(
            new LoginOutcome.Misconfigured(Misconfiguration.CLIENT_AUTHENTICATION, ERROR),
            500,
            "server_error",
            "misconfigured"),
        row(
            new LoginOutcome.Unavailable(new Cause.Unreachable(ConnectFault.CONNECT_REFUSED)),
            503,
            "temporarily_unavailable",
            "unavailable"),
        row(
            new LoginOutcome.Unavailable(new Cause.NoAnswer(NoAnswerFault.TIMED_OUT)),
            504,
            "temporarily_unavailable",
            "no-answer"),
        row(
            new LoginOutcome.Unavailable(new Cause.Unintelligible(ERROR)),
            502,
            "server_error",
            "bad-answer"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void each_outcome_is_a_problem_of_its_own(
      LoginOutcome outcome, int status, String error, String slug) {
    Reply reply = LoginReplies.of(outcome, new RequestId("r-1"));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(body(reply))
        .contains("\"type\":\"https://portcullis.dev/problems/" + slug + "\"")
        .contains("\"status\":" + status)
        .contains("\"error\":\"" + error + "\"")
        .contains("\"error_description\":\"")
        .contains("\"request_id\":\"r-1\"")
        .doesNotContain("upstream words");
    assertThat(header(reply, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(header(reply, "Cache-Control")).isEqualTo("no-store");
    assertThat(header(reply, "X-Request-Id")).isEqualTo("r-1");
    assertThat(header(reply, "WWW-Authenticate").isEmpty()).isEqualTo(status != 401);
  }

  @Test
  void the_table_above_has_every_outcome() {
    Set<Class<?>> inTable =
        refusals()
            .map(row -> Objects.requireNonNull(row.get()[0]).getClass())
            .collect(Collectors.toSet());
    inTable.add(LoginOutcome.Granted.class);

    assertThat(inTable)
        .containsExactlyInAnyOrderElementsOf(
            Arrays.asList(LoginOutcome.class.getPermittedSubclasses()));
  }

  /** RFC 6749 appendix A lets a token contain quotes and backslashes; an embedder may have more. */
  @ParameterizedTest
  @ValueSource(strings = {"a\"b", "a\\b", "\\", "\"", " ~", "a\nb", "\u0000", "é", "\uD83D\uDE00"})
  void a_token_comes_through_json_as_it_is(String token) throws Exception {
    Tokens tokens =
        new Tokens(
            new AccessToken(token),
            "Bearer",
            Option.none(),
            Option.none(),
            Option.none(),
            Option.none());

    Reply reply = TokenReplies.granted(tokens, Option.none(), new RequestId("id"));

    try (JsonParser json = Json.FACTORY.createParser(reply.body())) {
      json.nextToken();
      assertThat(json.nextFieldName()).isEqualTo("access_token");
      assertThat(json.nextTextValue()).isEqualTo(token);
    }
  }

  @Test
  void a_granted_login_answers_as_the_token_endpoint_does() {
    Tokens tokens =
        new Tokens(
            new AccessToken("access"),
            "Bearer",
            Option.of(Duration.ofHours(24)),
            Option.of("openid profile"),
            Option.of(new IdToken("id")),
            Option.of(new RefreshToken("refresh")));

    Reply reply = LoginReplies.of(new LoginOutcome.Granted(tokens), new RequestId("r-1"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(body(reply))
        .isEqualTo(
            "{\"access_token\":\"access\",\"refresh_token\":\"refresh\",\"id_token\":\"id\","
                + "\"token_type\":\"Bearer\",\"expires_in\":86400,\"scope\":\"openid profile\"}");
    assertThat(header(reply, "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void what_auth0_did_not_send_is_absent() {
    Tokens tokens =
        new Tokens(
            new AccessToken("access"),
            "Bearer",
            Option.none(),
            Option.none(),
            Option.none(),
            Option.none());

    Reply reply = LoginReplies.of(new LoginOutcome.Granted(tokens), new RequestId("r-1"));

    assertThat(body(reply)).isEqualTo("{\"access_token\":\"access\",\"token_type\":\"Bearer\"}");
  }

  @Test
  void the_wait_that_auth0_names_is_passed_on_and_is_never_zero() {
    assertThat(retryAfter(Option.of(Duration.ofSeconds(17)))).isEqualTo("17");
    assertThat(retryAfter(Option.of(Duration.ofMillis(3)))).isEqualTo("1");
    assertThat(retryAfter(Option.none())).isEmpty();
  }

  private static String retryAfter(Option<Duration> wait) {
    return header(
        LoginReplies.of(new LoginOutcome.RateLimited(wait), new RequestId("r")), "Retry-After");
  }

  private static Arguments row(LoginOutcome outcome, int status, String error, String slug) {
    return Arguments.of(outcome, status, error, slug);
  }

  private static String body(Reply reply) {
    return new String(reply.body(), UTF_8);
  }

  private static String header(Reply reply, String name) {
    return reply
        .headers()
        .find(header -> header.name().equals(name))
        .map(Reply.Header::value)
        .getOrElse("");
  }
}
