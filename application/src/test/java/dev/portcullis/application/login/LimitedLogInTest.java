package dev.portcullis.application.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.login.port.AttemptLimiter.Admission;
import dev.portcullis.application.login.port.AttemptLimiter.AttemptInProgress;
import dev.portcullis.application.login.port.AttemptLimiter.Reached;
import dev.portcullis.domain.address.AddressResolution;
import dev.portcullis.domain.address.AddressResolution.Via;
import dev.portcullis.domain.address.AddressResolver;
import dev.portcullis.domain.address.ClientAddress;
import dev.portcullis.domain.address.ClientAddressPolicy;
import dev.portcullis.domain.address.ClientAddressPolicy.PrivateResult;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Password;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LimitedLogInTest {

  private static final String COUNTED = "counted";
  private static final String REFUNDED = "refunded";

  private static final LoginAttempt ATTEMPT =
      new LoginAttempt(
          new Requester(new RequestId("attempt-1"), client("203.0.113.7"), Via.PEER),
          new Credentials(
              LoginIdentifier.of("ada@example.com").get(), Password.of("correct horse").get()));

  private static final ProviderError ERROR = new ProviderError(500, "server_error", "");

  private final List<String> ends = new ArrayList<>();
  private final List<GatewayEvent> journal = new ArrayList<>();
  private final List<LoginAttempt> submitted = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-15T10:30:00Z");

  /** Every outcome of a login, and what becomes of its count. */
  static Stream<Arguments> outcomes() {
    return Stream.of(
        Arguments.of(
            new LoginOutcome.Granted(
                new Tokens(
                    new AccessToken("token"),
                    "Bearer",
                    Option.none(),
                    Option.none(),
                    Option.none(),
                    Option.none())),
            REFUNDED),
        Arguments.of(new LoginOutcome.MfaRequired(new MfaToken("mfa-token")), REFUNDED),
        Arguments.of(new LoginOutcome.WrongCredentials(), COUNTED),
        Arguments.of(new LoginOutcome.PasswordLeaked(new BreachOutcome.ResetMailSent()), COUNTED),
        Arguments.of(new LoginOutcome.BruteForceBlocked(), COUNTED),
        Arguments.of(new LoginOutcome.IpThrottled(), COUNTED),
        Arguments.of(new LoginOutcome.TooManyLogins(), COUNTED),
        Arguments.of(new LoginOutcome.VerificationRequired(), COUNTED),
        Arguments.of(new LoginOutcome.Denied(""), COUNTED),
        Arguments.of(new LoginOutcome.UserBlocked(), COUNTED),
        Arguments.of(unanswered(new ProviderFault.Unreachable(ConnectFault.CLOSED)), REFUNDED),
        Arguments.of(unanswered(new ProviderFault.Overloaded()), REFUNDED),
        Arguments.of(
            unanswered(
                new ProviderFault.Misconfigured(Misconfiguration.CLIENT_AUTHENTICATION, ERROR)),
            REFUNDED),
        Arguments.of(unanswered(new ProviderFault.RateLimited(Option.none())), COUNTED),
        Arguments.of(unanswered(new ProviderFault.NoAnswer(NoAnswerFault.TIMED_OUT)), COUNTED),
        Arguments.of(unanswered(new ProviderFault.Unavailable(ERROR)), COUNTED),
        Arguments.of(unanswered(new ProviderFault.Unintelligible(ERROR)), COUNTED));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void a_right_password_and_what_was_not_tried_do_not_count(LoginOutcome outcome, String end) {
    LoginOutcome answer = admitting().logIn(ATTEMPT, outcome);

    assertThat(answer).isEqualTo(outcome);
    assertThat(ends).containsExactly(end);
    assertThat(submitted).containsExactly(ATTEMPT);
    assertThat(journal).isEmpty();
  }

  @Test
  void every_outcome_is_in_the_table() {
    assertThat(outcomes().map(it -> ((LoginOutcome) Objects.requireNonNull(it.get()[0])).code()))
        .containsExactlyInAnyOrderElementsOf(
            LoginOutcome.CODES.remove(OutcomeCode.ATTEMPTS_LIMITED));
  }

  @Test
  void a_refused_login_is_not_submitted_and_is_recorded() {
    LoginOutcome refused =
        new LoginOutcome.AttemptsLimited(AttemptLimit.PER_ADDRESS, Duration.ofSeconds(9));
    LimitedLogIn limited =
        new LimitedLogIn(
            attempt -> {
              throw new AssertionError("submitted");
            },
            subject -> {
              now = now.plusMillis(250);
              return new Admission.Refused(AttemptLimit.PER_ADDRESS, Duration.ofSeconds(9));
            },
            journal::add,
            () -> now);

    LoginOutcome answer = limited.logIn(ATTEMPT);

    assertThat(answer).isEqualTo(refused);
    assertThat(journal)
        .containsExactly(
            new GatewayEvent.LoginEnded(
                ATTEMPT.subject(), refused, Option.none(), Duration.ofMillis(250)),
            new GatewayEvent.LimitReached(ATTEMPT.subject(), AttemptLimit.PER_ADDRESS, true));
  }

  @Test
  void a_limit_that_let_a_login_through_is_recorded() {
    Limited limited = admitting(new Reached(AttemptLimit.PER_USER, false));

    limited.logIn(ATTEMPT, new LoginOutcome.WrongCredentials());

    assertThat(journal)
        .containsExactly(
            new GatewayEvent.LimitReached(ATTEMPT.subject(), AttemptLimit.PER_USER, false));
  }

  @Test
  void a_login_that_would_have_waited_and_is_refunded_is_not_reported() {
    Limited limited = admitting(new Reached(AttemptLimit.PER_USER, true));

    limited.logIn(ATTEMPT, new LoginOutcome.MfaRequired(new MfaToken("mfa-token")));

    assertThat(journal).isEmpty();
  }

  @Test
  void a_login_that_would_have_waited_and_fails_is_reported() {
    Limited limited = admitting(new Reached(AttemptLimit.PER_USER, true));

    limited.logIn(ATTEMPT, new LoginOutcome.WrongCredentials());

    assertThat(journal).hasSize(1);
  }

  @Test
  void a_login_that_throws_is_counted_and_ended() {
    LimitedLogIn limited =
        new LimitedLogIn(
            attempt -> {
              throw new IllegalStateException("a defect");
            },
            subject -> admitted(),
            journal::add,
            () -> now);

    assertThatThrownBy(() -> limited.logIn(ATTEMPT)).isInstanceOf(IllegalStateException.class);

    assertThat(ends).containsExactly(COUNTED);
  }

  private Limited admitting(Reached... reached) {
    return (attempt, outcome) ->
        new LimitedLogIn(
                it -> {
                  submitted.add(it);
                  return outcome;
                },
                subject -> admitted(reached),
                journal::add,
                () -> now)
            .logIn(attempt);
  }

  /** A login behind a limiter, with what it answers. */
  private interface Limited {
    LoginOutcome logIn(LoginAttempt attempt, LoginOutcome outcome);
  }

  private Admission admitted(Reached... reached) {
    return new Admission.Admitted(
        new AttemptInProgress() {
          @Override
          public void count() {
            ends.add(COUNTED);
          }

          @Override
          public void refund() {
            ends.add(REFUNDED);
          }
        },
        Vector.of(reached));
  }

  private static LoginOutcome unanswered(ProviderFault fault) {
    return new LoginOutcome.Unanswered(fault);
  }

  private static ClientAddress client(String literal) {
    AddressResolver direct =
        new AddressResolver(
            ClientAddressPolicy.direct().withPrivateResult(new PrivateResult.Allow()));
    return ((AddressResolution.Resolved)
            direct.resolve(
                RequestOrigin.of(
                    new Peer.Inet(IpAddress.parse(literal).get()), RequestOrigin.HeaderLines.NONE)))
        .address();
  }
}
