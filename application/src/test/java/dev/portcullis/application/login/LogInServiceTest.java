package dev.portcullis.application.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.application.reset.HandOffPasswordResets;
import dev.portcullis.application.reset.port.PasswordResets;
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
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.LoginAttempt;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.login.Password;
import dev.portcullis.domain.login.RequestId;
import dev.portcullis.domain.login.Requester;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.outcome.ProviderRequestId;
import dev.portcullis.domain.reset.ResetStart;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogInServiceTest {

  private static final LoginAttempt ATTEMPT =
      new LoginAttempt(
          new Requester(new RequestId("attempt-1"), client("203.0.113.7"), Via.PEER),
          new Credentials(
              LoginIdentifier.of("ada@example.com").get(),
              Password.of("correct horse battery staple").get()));

  private static final Option<ProviderRequestId> UPSTREAM =
      ProviderRequestId.of("c629c3e05e0881e81315");

  private final List<Credentials> verified = new ArrayList<>();
  private final List<ClientAddress> clients = new ArrayList<>();
  private final List<LoginSubject> resets = new ArrayList<>();
  private final List<GatewayEvent> journal = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-15T10:30:00Z");

  /** Every verdict there is; an unanswered one with every fault. */
  static Stream<Verdict> verdicts() {
    return Stream.concat(
        Arrays.stream(Verdict.class.getPermittedSubclasses())
            .filter(type -> type != LoginOutcome.Unanswered.class)
            .map(type -> (Verdict) instance(type)),
        faults().map(LoginOutcome.Unanswered::new));
  }

  static Stream<ProviderFault> faults() {
    ProviderError error = new ProviderError(403, "unauthorized_client", "no such grant");
    return Stream.of(
            Stream.of(
                new ProviderFault.RateLimited(Option.some(Duration.ofSeconds(3))),
                new ProviderFault.RateLimited(Option.none()),
                new ProviderFault.Overloaded(),
                new ProviderFault.Unavailable(error),
                new ProviderFault.Unintelligible(error)),
            Arrays.stream(Misconfiguration.values())
                .map(what -> new ProviderFault.Misconfigured(what, error)),
            Arrays.stream(ConnectFault.values()).map(ProviderFault.Unreachable::new),
            Arrays.stream(NoAnswerFault.values()).map(ProviderFault.NoAnswer::new))
        .flatMap(rows -> rows);
  }

  static Stream<Arguments> resetStarts() {
    return Stream.of(
        Arguments.of(new ResetStart.ResetMailSent(), new BreachOutcome.ResetMailSent()),
        Arguments.of(
            new ResetStart.ResetPage("https://example.com/reset"),
            new BreachOutcome.ResetPage("https://example.com/reset")),
        Arguments.of(
            new ResetStart.TooManyResets(Duration.ofMinutes(9)),
            new BreachOutcome.TooManyResets(Duration.ofMinutes(9))),
        Arguments.of(new ResetStart.ResetNotStarted(), new BreachOutcome.ResetNotStarted()),
        Arguments.of(
            new ResetStart.Unanswered(new ProviderFault.RateLimited(Option.none())),
            new BreachOutcome.ResetNotStarted()));
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void a_verdict_becomes_its_outcome(Verdict verdict) {
    LoginOutcome outcome = service(verdict).logIn(ATTEMPT);

    if (verdict instanceof LoginOutcome same) {
      assertThat(outcome).isSameAs(same);
    } else {
      assertThat(outcome)
          .isEqualTo(new LoginOutcome.PasswordLeaked(new BreachOutcome.ResetMailSent()));
    }
    assertThat(journal)
        .containsExactly(
            new GatewayEvent.LoginEnded(
                ATTEMPT.subject(), outcome, UPSTREAM, Duration.ofMillis(250)));
  }

  @ParameterizedTest
  @MethodSource("resetStarts")
  void the_start_of_a_reset_is_what_followed_the_breach(
      ResetStart started, BreachOutcome followed) {
    LogInService service =
        new LogInService(
            (credentials, request, client) -> ProviderReply.of(new Verdict.PasswordLeaked()),
            subject -> started,
            journal::add,
            () -> now);

    LoginOutcome outcome = service.logIn(ATTEMPT);

    assertThat(outcome).isEqualTo(new LoginOutcome.PasswordLeaked(followed));
  }

  @Test
  void the_tables_above_have_every_fault_and_every_start_of_a_reset() {
    assertThat(faults().<Class<?>>map(Object::getClass).collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(ProviderFault.class.getPermittedSubclasses());
    assertThat(
            resetStarts()
                .<Class<?>>map(row -> Objects.requireNonNull(row.get()[0]).getClass())
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrder(ResetStart.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void the_provider_is_called_once_with_what_was_submitted(Verdict verdict) {
    service(verdict).logIn(ATTEMPT);

    assertThat(verified).containsExactly(ATTEMPT.credentials());
    assertThat(clients).containsExactly(ATTEMPT.client());
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void a_reset_is_started_once_and_only_for_a_leaked_password(Verdict verdict) {
    service(verdict).logIn(ATTEMPT);

    boolean leaked = verdict instanceof Verdict.PasswordLeaked;
    assertThat(resets).isEqualTo(leaked ? List.of(ATTEMPT.subject()) : List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.000000001S", "PT59.999S", "PT26H"})
  void the_time_from_arrival_to_outcome_is_journalled(Duration taken) {
    service(new LoginOutcome.WrongCredentials(), taken).logIn(ATTEMPT);

    assertThat(journal).extracting(LogInServiceTest::elapsed).containsExactly(taken);
  }

  @Test
  void the_time_to_start_a_reset_counts() {
    Duration reset = Duration.ofSeconds(2);
    LogInService service =
        new LogInService(
            (credentials, request, client) -> ProviderReply.of(new Verdict.PasswordLeaked()),
            subject -> {
              now = now.plus(reset);
              return new ResetStart.ResetMailSent();
            },
            journal::add,
            () -> now);

    service.logIn(ATTEMPT);

    assertThat(journal).extracting(LogInServiceTest::elapsed).containsExactly(reset);
  }

  @Test
  void a_clock_that_is_set_back_never_makes_the_time_negative() {
    service(new LoginOutcome.WrongCredentials(), Duration.ofHours(-1)).logIn(ATTEMPT);

    assertThat(journal).extracting(LogInServiceTest::elapsed).containsExactly(Duration.ZERO);
  }

  @Test
  void each_login_is_journalled_on_its_own() {
    LogInService service = service(new LoginOutcome.WrongCredentials());

    service.logIn(ATTEMPT);
    service.logIn(ATTEMPT);

    assertThat(journal).hasSize(2);
    assertThat(verified).hasSize(2);
  }

  @Test
  void a_hand_off_sends_every_user_to_the_operators_page() {
    PasswordResets handOff = new HandOffPasswordResets("https://example.com/reset");

    ResetStart outcome = handOff.start(ATTEMPT.subject());

    assertThat(outcome).isEqualTo(new ResetStart.ResetPage("https://example.com/reset"));
  }

  @Test
  void an_attempt_prints_neither_name_nor_password() {
    assertThat(ATTEMPT.toString()).doesNotContain("ada").doesNotContain("horse");
    assertThat(ATTEMPT.subject().toString()).doesNotContain("ada").contains("203.0.113.7");
  }

  private LogInService service(Verdict verdict) {
    return service(verdict, Duration.ofMillis(250));
  }

  private LogInService service(Verdict verdict, Duration taken) {
    CredentialVerifier verifier =
        (credentials, request, client) -> {
          verified.add(credentials);
          clients.add(client);
          now = now.plus(taken);
          return new ProviderReply<>(verdict, UPSTREAM);
        };
    PasswordResets starter =
        subject -> {
          resets.add(subject);
          return new ResetStart.ResetMailSent();
        };
    return new LogInService(verifier, starter, journal::add, () -> now);
  }

  private static Duration elapsed(GatewayEvent event) {
    return ((GatewayEvent.LoginEnded) event).elapsed();
  }

  /** A record of this type, with some value for each of its components. */
  private static Object instance(Class<?> type) {
    try {
      var constructor = type.getDeclaredConstructors()[0];
      return constructor.newInstance(
          Arrays.stream(constructor.getParameterTypes()).map(LogInServiceTest::value).toArray());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a record: " + type, e);
    }
  }

  private static Object value(Class<?> type) {
    if (type == Tokens.class) {
      return new Tokens(
          new AccessToken("secret"),
          "Bearer",
          Option.none(),
          Option.none(),
          Option.none(),
          Option.none());
    }
    if (type == MfaToken.class) {
      return new MfaToken("secret");
    }
    if (type == String.class) {
      return "not today";
    }
    throw new AssertionError("no value of " + type);
  }

  private static ClientAddress client(String literal) {
    AddressResolver direct =
        new AddressResolver(
            ClientAddressPolicy.direct().withPrivateResult(new PrivateResult.Allow()));
    RequestOrigin origin =
        RequestOrigin.of(
            new Peer.Inet(IpAddress.parse(literal).get()), RequestOrigin.HeaderLines.NONE);
    return switch (direct.resolve(origin)) {
      case AddressResolution.Resolved(var address, var via) -> address;
      case AddressResolution.Rejected(var reason) -> throw new AssertionError(reason);
    };
  }
}
