package dev.portcullis.adapters.auth0.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.auth0.transport.HttpReply;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RefreshAnswersTest {

  private static final Instant NOW = Instant.parse("2026-01-15T10:30:00Z");

  static Stream<Arguments> errors() {
    RefreshOutcome gone = new RefreshOutcome.RefreshTokenInvalid();
    return Stream.of(
        Arguments.of(403, "invalid_grant", "Unknown or invalid refresh token.", gone),
        Arguments.of(401, "invalid_grant", "", gone),
        Arguments.of(403, "invalid_grant", "user is blocked", gone),
        Arguments.of(
            403,
            "invalid_grant",
            "The refresh_token was generated for a user who doesn't exist anymore.",
            gone),
        Arguments.of(403, "access_denied", "Unknown or invalid refresh token.", gone),
        Arguments.of(401, "unauthorized", "user is blocked", gone),
        Arguments.of(403, "blocked_user", "", gone),
        Arguments.of(403, "access_denied", "Sundays.", new RefreshOutcome.Denied("Sundays.")),
        Arguments.of(400, "invalid_scope", "", new RefreshOutcome.ScopeRefused()),
        unanswered(401, "access_denied", Misconfiguration.CLIENT_AUTHENTICATION),
        unanswered(401, "invalid_client", Misconfiguration.CLIENT_AUTHENTICATION),
        unanswered(403, "unauthorized_client", Misconfiguration.REFRESH_NOT_ALLOWED),
        unanswered(501, "unsupported_grant_type", Misconfiguration.REFRESH_NOT_ALLOWED),
        unanswered(400, "invalid_request", Misconfiguration.REQUEST_REFUSED),
        Arguments.of(
            429,
            "too_many_requests",
            "",
            new RefreshOutcome.Unanswered(new ProviderFault.RateLimited(Option.none()))),
        unintelligible(403, "mfa_required"),
        unintelligible(403, "something_new"),
        unintelligible(400, "access_denied"),
        unavailable(500, "server_error"),
        unavailable(500, "invalid_grant"),
        unintelligible(302, "access_denied"),
        unintelligible(200, "invalid_grant"));
  }

  @Test
  void tokens_beside_an_error_renew_nothing() {
    RefreshOutcome outcome =
        RefreshAnswers.renewal(
            reply(
                200,
                "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"error\":\"invalid_grant\"}"),
            NOW);

    assertThat(outcome)
        .isEqualTo(
            new RefreshOutcome.Unanswered(
                new ProviderFault.Unintelligible(new ProviderError(200, "invalid_grant", ""))));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("errors")
  void every_error_has_its_meaning(
      int status, String code, String description, RefreshOutcome meaning) {
    String body =
        "{\"error\":\"" + code + "\",\"error_description\":\"" + description + "\",\"x\":[{}]}";

    RefreshOutcome outcome = RefreshAnswers.renewal(reply(status, body), NOW);

    assertThat(outcome).isEqualTo(meaning);
  }

  @Test
  void a_rate_limit_says_how_long_to_wait_in_either_form_of_date() {
    assertThat(wait("30", "")).isEqualTo(Option.of(Duration.ofSeconds(30)));
    assertThat(wait("Thu, 15 Jan 2026 10:31:00 GMT", ""))
        .isEqualTo(Option.of(Duration.ofMinutes(1)));
    assertThat(wait("", Long.toString(NOW.getEpochSecond() + 7)))
        .isEqualTo(Option.of(Duration.ofSeconds(7)));
  }

  @Test
  void a_revocation_is_done_whatever_its_body_says() {
    assertThat(RefreshAnswers.revocation(reply(200, ""), NOW))
        .isEqualTo(new RevokeOutcome.Revoked());
    assertThat(RefreshAnswers.revocation(reply(200, "OK"), NOW))
        .isEqualTo(new RevokeOutcome.Revoked());
    assertThat(RefreshAnswers.revocation(reply(204, ""), NOW))
        .isInstanceOf(RevokeOutcome.Unanswered.class);
  }

  @Property
  void random_bytes_have_an_answer(
      @ForAll @IntRange(min = 100, max = 599) int status, @ForAll @Size(max = 300) byte[] body) {
    HttpReply reply = new HttpReply(status, Option.none(), Option.none(), Option.none(), body);

    assertThat(RefreshAnswers.renewal(reply, NOW)).isNotNull();
    assertThat(RefreshAnswers.revocation(reply, NOW)).isNotNull();
  }

  private static Option<Duration> wait(String retryAfter, String reset) {
    HttpReply reply =
        new HttpReply(
            429,
            Option.none(),
            Option.of(retryAfter).filter(text -> !text.isEmpty()),
            Option.of(reset),
            "{\"error\":\"too_many_requests\"}".getBytes(StandardCharsets.UTF_8));
    RefreshOutcome.Unanswered outcome =
        (RefreshOutcome.Unanswered) RefreshAnswers.renewal(reply, NOW);
    return ((ProviderFault.RateLimited) outcome.why()).retryAfter();
  }

  private static Arguments unanswered(int status, String code, Misconfiguration what) {
    return Arguments.of(
        status,
        code,
        "words",
        new RefreshOutcome.Unanswered(
            new ProviderFault.Misconfigured(what, new ProviderError(status, code, "words"))));
  }

  private static Arguments unintelligible(int status, String code) {
    return Arguments.of(
        status,
        code,
        "words",
        new RefreshOutcome.Unanswered(
            new ProviderFault.Unintelligible(new ProviderError(status, code, "words"))));
  }

  private static Arguments unavailable(int status, String code) {
    return Arguments.of(
        status,
        code,
        "words",
        new RefreshOutcome.Unanswered(
            new ProviderFault.Unavailable(new ProviderError(status, code, "words"))));
  }

  private static HttpReply reply(int status, String body) {
    return new HttpReply(
        status, Option.none(), Option.none(), Option.none(), body.getBytes(StandardCharsets.UTF_8));
  }
}
