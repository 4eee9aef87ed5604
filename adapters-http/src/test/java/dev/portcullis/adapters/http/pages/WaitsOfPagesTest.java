package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.testkit.Outcomes;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages say when to come back, to people and to programs. */
class WaitsOfPagesTest {

  private final PagesSite server = PagesSite.start();
  private final Visitor visitor = server.visitor();

  @AfterEach
  void close() {
    server.close();
  }

  static Stream<LoginOutcome> logins() {
    return Outcomes.logins().filter(it -> it.code() != OutcomeCode.GRANTED).toJavaStream();
  }

  static Stream<ResetOutcome> resets() {
    return Stream.of(
        new ResetOutcome.TooManyResets(Duration.ofMinutes(9)),
        new ResetOutcome.TooManyResets(Duration.ofDays(400)),
        new ResetOutcome.ResetNotStarted());
  }

  @ParameterizedTest
  @MethodSource("logins")
  void every_page_of_a_login_with_429_or_503_names_one_wait_within_a_day(LoginOutcome outcome) {
    server.logIn = attempt -> outcome;

    Answer answer = visitor.logIn("ada@example.com", "p");

    expectAWait(answer);
  }

  @ParameterizedTest
  @MethodSource("resets")
  void every_page_of_a_reset_with_429_or_503_names_one_wait_within_a_day(ResetOutcome outcome) {
    server.reset = outcome;

    Answer answer =
        visitor.post(
            "/login/reset", Map.of("csrf", visitor.token("/login/reset"), "username", "ada"));

    assertThat(answer.statusCode()).isIn(429, 503);
    expectAWait(answer);
  }

  @ParameterizedTest
  @CsvSource({
    "PT1S, 1, 1 second",
    "PT60S, 60, 60 seconds",
    "PT61S, 61, 2 minutes",
    "PT1M59S, 119, 2 minutes",
    "PT2M, 120, 2 minutes",
    "PT2M0.001S, 121, 3 minutes"
  })
  void the_words_of_a_page_name_no_shorter_wait_than_its_header(
      Duration wait, String header, String words) {
    server.logIn =
        attempt -> new LoginOutcome.Unanswered(new ProviderFault.RateLimited(Option.of(wait)));

    Answer answer = visitor.logIn("ada@example.com", "p");

    assertThat(answer.headers().allValues("retry-after")).containsExactly(header);
    assertThat(answer.body()).contains(words);
  }

  @Test
  void too_many_logins_at_once_have_words_of_their_own() {
    server.logIn = attempt -> new LoginOutcome.Unanswered(new ProviderFault.Overloaded());

    Answer answer = visitor.logIn("ada@example.com", "p");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .contains("Too many people at once", "was not sent anywhere")
        .doesNotContain("cannot be reached", "operator");
  }

  @Test
  void a_503_of_the_tenants_is_not_reported_to_the_operator() {
    server.logIn =
        attempt ->
            new LoginOutcome.Unanswered(
                new ProviderFault.Unavailable(new ProviderError(503, "", "")));

    Answer answer = visitor.logIn("ada@example.com", "p");

    assertThat(answer.body())
        .contains("Login is not available right now")
        .doesNotContain("operator", "Reference");
  }

  private static void expectAWait(Answer answer) {
    List<String> waits = answer.headers().allValues("retry-after");
    if (answer.statusCode() == 429 || answer.statusCode() == 503) {
      assertThat(waits).hasSize(1);
      assertThat(Long.parseLong(waits.getFirst())).isBetween(1L, 86_400L);
    } else {
      assertThat(waits).isEmpty();
    }
  }
}
