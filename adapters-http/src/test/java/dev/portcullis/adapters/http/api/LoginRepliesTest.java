package dev.portcullis.adapters.http.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import dev.portcullis.adapters.http.exchange.Json;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.IdToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Tokens;
import dev.portcullis.testkit.Outcomes;
import io.vavr.control.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginRepliesTest {

  private static final Path PAGE = Path.of("..", "docs", "reference", "problems.md");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d{3}) \\| `([a-z_]+)` \\|(.*)$");

  /** Name, status and {@code error} of each problem, as documented. */
  private static Map<String, MatchResult> problems() throws IOException {
    return ROW.matcher(Files.readString(PAGE))
        .results()
        .collect(Collectors.toMap(row -> row.group(1), row -> row));
  }

  static Stream<LoginOutcome> refusals() {
    return Outcomes.logins()
        .filter(outcome -> outcome.code() != OutcomeCode.GRANTED)
        .toJavaStream();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void each_outcome_is_the_documented_problem_of_its_code(LoginOutcome outcome) throws IOException {
    MatchResult documented = Objects.requireNonNull(problems().get(outcome.code().word()));
    int status = Integer.parseInt(documented.group(2));

    Reply reply = LoginReplies.of(outcome, new RequestId("r-1"));

    assertThat(reply.status()).isEqualTo(status);
    assertThat(body(reply))
        .contains("\"type\":\"https://portcullis.dev/problems/" + outcome.code() + "\"")
        .contains("\"status\":" + status)
        .contains("\"error\":\"" + documented.group(3) + "\"")
        .contains("\"error_description\":\"")
        .contains("\"request_id\":\"r-1\"")
        .doesNotContain("jndi:x}{}no");
    assertThat(header(reply, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(header(reply, "Cache-Control")).isEqualTo("no-store");
    assertThat(header(reply, "X-Request-Id")).isEqualTo("r-1");
    assertThat(header(reply, "WWW-Authenticate").isEmpty()).isEqualTo(status != 401);
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
  void the_wait_that_auth0_names_is_passed_on_within_bounds() {
    assertThat(retryAfter(Option.of(Duration.ofSeconds(17)))).isEqualTo("17");
    assertThat(retryAfter(Option.of(Duration.ofMillis(1700)))).isEqualTo("2");
    assertThat(retryAfter(Option.of(Duration.ofMillis(3)))).isEqualTo("1");
    assertThat(retryAfter(Option.of(Duration.ofSeconds(-3)))).isEqualTo("1");
    assertThat(retryAfter(Option.of(Duration.ofDays(1)))).isEqualTo("86400");
    assertThat(retryAfter(Option.of(Duration.ofSeconds(Long.MAX_VALUE)))).isEqualTo("86400");
    assertThat(retryAfter(Option.none())).isEqualTo("10");
  }

  private static String retryAfter(Option<Duration> wait) {
    return header(
        LoginReplies.of(
            new LoginOutcome.Unanswered(new ProviderFault.RateLimited(wait)), new RequestId("r")),
        "Retry-After");
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
