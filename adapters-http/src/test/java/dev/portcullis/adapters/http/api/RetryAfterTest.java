package dev.portcullis.adapters.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.admin.AdminEndpoints;
import dev.portcullis.adapters.http.admin.Readiness;
import dev.portcullis.adapters.http.exchange.GatewayRequest;
import dev.portcullis.adapters.http.exchange.Reply;
import dev.portcullis.adapters.http.intake.Refusals;
import dev.portcullis.application.journal.HttpRefusal;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.testkit.Outcomes;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every reply that asks the client to come back says when. */
class RetryAfterTest {

  private static final RequestId ID = new RequestId("r-1");

  /**
   * Seconds that a client of the API is told to wait where Auth0 names no time; 90 is of the
   * fixture.
   */
  private static final Map<OutcomeCode, String> OURS =
      Map.of(
          OutcomeCode.RATE_LIMITED, "10",
          OutcomeCode.IP_THROTTLED, "900",
          OutcomeCode.BRUTE_FORCE_BLOCKED, "900",
          OutcomeCode.TOO_MANY_LOGINS, "60",
          OutcomeCode.ATTEMPTS_LIMITED, "90",
          OutcomeCode.UNREACHABLE, "5",
          OutcomeCode.OVERLOADED, "5");

  static Stream<Arguments> replies() {
    Stream<Arguments> outcomes =
        OpenApiTest.replies().map(it -> Arguments.of(it.path(), it.reply()));
    Stream<Arguments> refusals =
        Stream.of(HttpRefusal.values())
            .map(it -> Arguments.of(it.code(), Refusals.UNRECORDED.refuse(it, ID)));
    return Stream.concat(
        Stream.concat(outcomes, refusals),
        Stream.of(Arguments.of("not ready", health(false)), Arguments.of("ready", health(true))));
  }

  @Test
  void a_login_that_could_not_be_sent_is_told_the_time_that_the_gateway_names() {
    Reply reply =
        FaultReplies.of(new ProviderFault.Overloaded(Option.some(Duration.ofMillis(19_300))), ID);

    assertThat(reply.status()).isEqualTo(503);
    assertThat(waits(reply)).containsExactly("20");
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("replies")
  void every_429_and_503_names_one_wait_within_a_day_and_nothing_else_does(
      String what, Reply reply) {
    Vector<String> waits = waits(reply);

    if (reply.status() == 429 || reply.status() == 503) {
      assertThat(waits).as(what).hasSize(1);
      assertThat(Long.parseLong(waits.head())).isBetween(1L, 86_400L);
    } else {
      assertThat(waits).as(what).isEmpty();
    }
  }

  @Test
  void each_outcome_of_a_login_that_is_worth_another_try_has_its_own_wait() {
    OURS.forEach(
        (code, seconds) -> {
          LoginOutcome outcome =
              Outcomes.logins().find(it -> it.code() == code).getOrElseThrow(AssertionError::new);

          Reply reply = LoginReplies.of(outcome, ID);

          assertThat(waits(reply)).as(code.word()).containsExactly(seconds);
        });
  }

  @Test
  void a_second_wait_replaces_the_first() {
    Reply reply = health(false).with("retry-after", "30");

    assertThat(waits(reply)).containsExactly("30");
  }

  /** It passes by itself, so nobody has to be told about it. */
  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 599})
  void a_failure_of_the_tenants_own_sends_nobody_to_the_operator(int status) {
    LoginOutcome failed =
        new LoginOutcome.Unanswered(
            new ProviderFault.Unavailable(new ProviderError(status, "", "")));

    String body = new String(LoginReplies.of(failed, ID).body(), StandardCharsets.UTF_8);

    assertThat(body).contains("problems/unavailable").doesNotContain("operator");
  }

  private static Reply health(boolean ready) {
    Readiness readiness = new Readiness();
    readiness.set(ready);
    return HttpApi.of(() -> ID, AdminEndpoints.health(readiness))
        .answer(
            new GatewayRequest(
                "GET",
                "/health/ready",
                "",
                RequestOrigin.of(
                    new Peer.Inet(IpAddress.parse("192.0.2.1").get()), name -> Vector.empty()),
                limit -> new byte[0]));
  }

  private static Vector<String> waits(Reply reply) {
    return reply
        .headers()
        .filter(line -> line.name().equalsIgnoreCase("Retry-After"))
        .map(Reply.Header::value)
        .toVector();
  }
}
