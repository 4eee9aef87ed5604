package dev.portcullis.application.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.port.LoginJournal;
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
import dev.portcullis.domain.login.LoginOutcome.Cause;
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
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.Tokens;
import io.vavr.control.Either;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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

  private static final BreachOutcome RESET = new BreachOutcome.ResetMailSent();

  private static final Option<ProviderRequestId> UPSTREAM =
      ProviderRequestId.of("c629c3e05e0881e81315");

  private record Journalled(
      LoginSubject subject,
      LoginOutcome outcome,
      Option<ProviderRequestId> upstream,
      Duration elapsed) {}

  private final List<Credentials> verified = new ArrayList<>();
  private final List<ClientAddress> clients = new ArrayList<>();
  private final List<LoginSubject> resets = new ArrayList<>();
  private final List<Journalled> journal = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-15T10:30:00Z");

  static Stream<Arguments> verdicts() {
    Tokens tokens =
        new Tokens(
            new AccessToken("secret"),
            "Bearer",
            Option.none(),
            Option.none(),
            Option.none(),
            Option.none());
    MfaToken mfaToken = new MfaToken("secret");
    return Stream.of(
        Arguments.of(new Verdict.Granted(tokens), new LoginOutcome.Granted(tokens)),
        Arguments.of(new Verdict.WrongCredentials(), new LoginOutcome.WrongCredentials()),
        Arguments.of(new Verdict.PasswordLeaked(), new LoginOutcome.PasswordLeaked(RESET)),
        Arguments.of(new Verdict.BruteForceBlocked(), new LoginOutcome.BruteForceBlocked()),
        Arguments.of(new Verdict.IpThrottled(), new LoginOutcome.IpThrottled()),
        Arguments.of(new Verdict.SameUserLimited(), new LoginOutcome.SameUserLimited()),
        Arguments.of(new Verdict.MfaRequired(mfaToken), new LoginOutcome.MfaRequired(mfaToken)),
        Arguments.of(new Verdict.VerificationRequired(), new LoginOutcome.VerificationRequired()),
        Arguments.of(new Verdict.Denied("not today"), new LoginOutcome.Denied("not today")),
        Arguments.of(new Verdict.UserBlocked(), new LoginOutcome.UserBlocked()));
  }

  static Stream<Arguments> faults() {
    ProviderError error = new ProviderError(403, "unauthorized_client", "no such grant");
    return Stream.of(
            Stream.of(
                Arguments.of(
                    new ProviderFault.RateLimited(Option.some(Duration.ofSeconds(3))),
                    new LoginOutcome.RateLimited(Option.some(Duration.ofSeconds(3)))),
                Arguments.of(
                    new ProviderFault.RateLimited(Option.none()),
                    new LoginOutcome.RateLimited(Option.none())),
                Arguments.of(
                    new ProviderFault.Unintelligible(error),
                    new LoginOutcome.Unavailable(new Cause.Unintelligible(error)))),
            Arrays.stream(Misconfiguration.values())
                .map(
                    what ->
                        Arguments.of(
                            new ProviderFault.Misconfigured(what, error),
                            new LoginOutcome.Misconfigured(what, error))),
            Arrays.stream(ConnectFault.values())
                .map(
                    why ->
                        Arguments.of(
                            new ProviderFault.Unreachable(why),
                            new LoginOutcome.Unavailable(new Cause.Unreachable(why)))),
            Arrays.stream(NoAnswerFault.values())
                .map(
                    why ->
                        Arguments.of(
                            new ProviderFault.NoAnswer(why),
                            new LoginOutcome.Unavailable(new Cause.NoAnswer(why)))))
        .flatMap(rows -> rows);
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void a_verdict_becomes_its_outcome(Verdict verdict, LoginOutcome expected) {
    LoginOutcome outcome = service(Either.right(verdict)).logIn(ATTEMPT);

    assertThat(outcome).isEqualTo(expected);
    assertThat(journal)
        .containsExactly(
            new Journalled(ATTEMPT.subject(), expected, UPSTREAM, Duration.ofMillis(250)));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_becomes_its_outcome(ProviderFault fault, LoginOutcome expected) {
    LoginOutcome outcome = service(Either.left(fault)).logIn(ATTEMPT);

    assertThat(outcome).isEqualTo(expected);
    assertThat(journal)
        .containsExactly(
            new Journalled(ATTEMPT.subject(), expected, UPSTREAM, Duration.ofMillis(250)));
  }

  @Test
  void the_tables_above_have_every_verdict_and_every_fault() {
    assertThat(classes(verdicts()))
        .containsExactlyInAnyOrder(Verdict.class.getPermittedSubclasses());
    assertThat(classes(faults()))
        .containsExactlyInAnyOrder(ProviderFault.class.getPermittedSubclasses());
  }

  @ParameterizedTest
  @MethodSource({"verdicts", "faults"})
  void the_provider_is_asked_once_with_what_was_submitted(Object answer) {
    service(either(answer)).logIn(ATTEMPT);

    assertThat(verified).containsExactly(ATTEMPT.credentials());
    assertThat(clients).containsExactly(ATTEMPT.client());
  }

  @ParameterizedTest
  @MethodSource({"verdicts", "faults"})
  void a_reset_is_started_once_and_only_for_a_leaked_password(Object answer) {
    service(either(answer)).logIn(ATTEMPT);

    boolean leaked = answer instanceof Verdict.PasswordLeaked;
    assertThat(resets).isEqualTo(leaked ? List.of(ATTEMPT.subject()) : List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.000000001S", "PT59.999S", "PT26H"})
  void the_time_from_arrival_to_outcome_is_journalled(Duration taken) {
    service(Either.right(new Verdict.WrongCredentials()), taken).logIn(ATTEMPT);

    assertThat(journal).extracting(Journalled::elapsed).containsExactly(taken);
  }

  @Test
  void the_time_to_start_a_reset_counts() {
    Duration reset = Duration.ofSeconds(2);
    LogInService service =
        new LogInService(
            (credentials, request, client) ->
                ProviderReply.of(Either.right(new Verdict.PasswordLeaked())),
            subject -> {
              now = now.plus(reset);
              return RESET;
            },
            this::write,
            () -> now);

    service.logIn(ATTEMPT);

    assertThat(journal).extracting(Journalled::elapsed).containsExactly(reset);
  }

  @Test
  void a_clock_that_is_set_back_never_makes_the_time_negative() {
    service(Either.right(new Verdict.WrongCredentials()), Duration.ofHours(-1)).logIn(ATTEMPT);

    assertThat(journal).extracting(Journalled::elapsed).containsExactly(Duration.ZERO);
  }

  @Test
  void each_login_is_journalled_on_its_own() {
    LogInService service = service(Either.right(new Verdict.WrongCredentials()));

    service.logIn(ATTEMPT);
    service.logIn(ATTEMPT);

    assertThat(journal).hasSize(2);
    assertThat(verified).hasSize(2);
  }

  @Test
  void two_journals_are_written_in_turn() {
    List<String> written = new ArrayList<>();
    LoginJournal first = (subject, outcome, upstream, elapsed) -> written.add("first");
    LoginJournal second = (subject, outcome, upstream, elapsed) -> written.add("second");

    first
        .and(second)
        .record(ATTEMPT.subject(), new LoginOutcome.WrongCredentials(), UPSTREAM, Duration.ZERO);

    assertThat(written).containsExactly("first", "second");
  }

  @Test
  void a_hand_off_sends_every_user_to_the_operators_page() {
    PasswordResets handOff = new HandOffPasswordResets("https://example.com/reset");

    BreachOutcome outcome = handOff.start(ATTEMPT.subject());

    assertThat(outcome).isEqualTo(new BreachOutcome.ResetPage("https://example.com/reset"));
  }

  @Test
  void an_attempt_prints_neither_name_nor_password() {
    assertThat(ATTEMPT.toString()).doesNotContain("ada").doesNotContain("horse");
    assertThat(ATTEMPT.subject().toString()).doesNotContain("ada").contains("203.0.113.7");
  }

  private LogInService service(Either<ProviderFault, Verdict> answer) {
    return service(answer, Duration.ofMillis(250));
  }

  private LogInService service(Either<ProviderFault, Verdict> answer, Duration taken) {
    CredentialVerifier verifier =
        (credentials, request, client) -> {
          verified.add(credentials);
          clients.add(client);
          now = now.plus(taken);
          return new ProviderReply<>(answer, UPSTREAM);
        };
    PasswordResets starter =
        subject -> {
          resets.add(subject);
          return RESET;
        };
    return new LogInService(verifier, starter, this::write, () -> now);
  }

  private void write(
      LoginSubject subject,
      LoginOutcome outcome,
      Option<ProviderRequestId> upstream,
      Duration elapsed) {
    journal.add(new Journalled(subject, outcome, upstream, elapsed));
  }

  private static Set<Class<?>> classes(Stream<Arguments> rows) {
    return rows.map(row -> Objects.requireNonNull(row.get()[0]).getClass())
        .collect(Collectors.toSet());
  }

  private static Either<ProviderFault, Verdict> either(Object answer) {
    return answer instanceof Verdict verdict
        ? Either.right(verdict)
        : Either.left((ProviderFault) answer);
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
