package dev.portcullis.adapters.http.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.testkit.Outcomes;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages say when to come back, to people and to programs, and the API says the same. */
class WaitsOfPagesTest {

  private static final Pattern COUNTED = Pattern.compile("data-countdown=\"(\\d+)\"");

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
    return Stream.concat(
        steps(ResetOutcome.class), Stream.of(new ResetOutcome.TooManyResets(Duration.ofDays(400))));
  }

  static Stream<AuthenticatorsOutcome> authenticators() {
    return steps(AuthenticatorsOutcome.class);
  }

  static Stream<ChallengeOutcome> challenges() {
    return steps(ChallengeOutcome.class);
  }

  static Stream<EnrollmentOutcome> enrollments() {
    return steps(EnrollmentOutcome.class);
  }

  static Stream<MfaOutcome> verifications() {
    return steps(MfaOutcome.class).filter(it -> it.code() != OutcomeCode.GRANTED);
  }

  private static <T> Stream<T> steps(Class<T> type) {
    return Outcomes.steps()
        .map(step -> step.outcome())
        .filter(type::isInstance)
        .map(type::cast)
        .toJavaStream();
  }

  @ParameterizedTest
  @MethodSource("logins")
  void the_page_of_a_login_names_the_wait_of_the_api(LoginOutcome outcome) {
    server.logIn = attempt -> outcome;

    Answer page = visitor.logIn("ada@example.com", "p");

    expectTheWaitOfTheApi(
        page, "/api/auth", Map.of("username", "ada@example.com", "password", "p"));
  }

  @ParameterizedTest
  @MethodSource("resets")
  void the_page_of_a_reset_names_the_wait_of_the_api(ResetOutcome outcome) {
    server.reset = outcome;

    Answer page =
        visitor.post(
            "/login/reset", Map.of("csrf", visitor.token("/login/reset"), "username", "ada"));

    expectTheWaitOfTheApi(page, "/api/auth/password-reset", Map.of("username", "ada"));
  }

  @ParameterizedTest
  @MethodSource("authenticators")
  void the_page_that_lists_factors_names_the_wait_of_the_api(AuthenticatorsOutcome outcome) {
    server.authenticators = outcome;
    waitForTheSecondFactor();

    Answer page = visitor.get("/login/mfa");

    expectTheWaitOfTheApi(page, "/api/auth/mfa/authenticators", Map.of("mfa_token", "m"));
  }

  @ParameterizedTest
  @MethodSource("challenges")
  void the_page_that_sends_a_code_names_the_wait_of_the_api(ChallengeOutcome outcome) {
    server.challenged = outcome;
    String token = waitForTheSecondFactor();

    Answer page =
        visitor.post("/login/mfa/challenge", Map.of("csrf", token, "factor", "sms|dev_1"));

    expectTheWaitOfTheApi(page, "/api/auth/mfa/challenge", Map.of("mfa_token", "m"));
  }

  @ParameterizedTest
  @MethodSource("enrollments")
  void the_page_that_sets_a_factor_up_names_the_wait_of_the_api(EnrollmentOutcome outcome) {
    server.enrolled = outcome;
    String token = waitForTheSecondFactor();

    Answer page = visitor.post("/login/mfa/enroll", Map.of("csrf", token, "factor", "otp"));

    expectTheWaitOfTheApi(page, "/api/auth/mfa/enroll", Map.of("mfa_token", "m", "factor", "otp"));
  }

  @ParameterizedTest
  @MethodSource("verifications")
  void the_page_of_a_code_names_the_wait_of_the_api(MfaOutcome outcome) {
    server.verified = outcome;
    String token = waitForTheSecondFactor();

    Answer page =
        visitor.post("/login/mfa/code", Map.of("csrf", token, "kind", "otp", "code", "123456"));

    expectTheWaitOfTheApi(page, "/api/auth/mfa/verify", Map.of("mfa_token", "m", "otp", "123456"));
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

  /** Logs in as far as the second factor; returns the token of its forms. */
  private String waitForTheSecondFactor() {
    server.logIn = attempt -> new LoginOutcome.MfaRequired(new MfaToken("m"));
    visitor.logIn("ada@example.com", "p");
    return visitor.token("/login/mfa/code?kind=otp");
  }

  /** In whole seconds within a day, where the status is 429 or 503, and nowhere else. */
  private void expectTheWaitOfTheApi(Answer page, String path, Map<String, String> fields) {
    Answer api = server.visitor().post(path, fields);

    List<String> waits = page.headers().allValues("retry-after");
    assertThat(waits).isEqualTo(api.headers().allValues("retry-after"));
    if (page.statusCode() == 429 || page.statusCode() == 503) {
      assertThat(waits).hasSize(1);
      assertThat(Long.parseLong(waits.getFirst())).isBetween(1L, 86_400L);
    } else {
      assertThat(waits).isEmpty();
    }
    List<String> counted =
        COUNTED.matcher(page.body()).results().map(match -> match.group(1)).toList();
    assertThat(waits).containsAll(counted);
  }
}
