package dev.portcullis.testkit.contract;

import static dev.portcullis.testkit.Fixtures.client;
import static dev.portcullis.testkit.Fixtures.credentials;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.portcullis.application.login.port.CredentialVerifier;
import dev.portcullis.domain.login.Credentials;
import dev.portcullis.domain.login.GrantRequest;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.Verdict;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.token.Scope;
import dev.portcullis.testkit.Outcomes;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link CredentialVerifier} does. Implement it in a test class; the methods to write
 * are {@link #verifier} and {@link #submissions}, and {@link #codes} and {@link #choices} if the
 * provider does not have all of them. What it does not have is published as a report entry.
 */
public interface CredentialVerifierContract {

  /**
   * How the provider behaves when it gets the right password; it refuses everything else.
   *
   * @param code what the login ends with
   * @param hangsUp for {@code NO_ANSWER}: it closes the connection, instead of never answering
   */
  record Situation(OutcomeCode code, boolean hangsUp) {

    /** Grants the right password. */
    public static final Situation ORDINARY = new Situation(OutcomeCode.GRANTED, false);

    /** Accepts the login and never answers. */
    public static final Situation SILENT = new Situation(OutcomeCode.NO_ANSWER, false);

    /** Accepts the login and closes the connection. */
    public static final Situation HANGS_UP = new Situation(OutcomeCode.NO_ANSWER, true);
  }

  /** One situation for each code that a login can end with, and both ways of not answering. */
  static Stream<Situation> situations() {
    return Verdict.CODES
        .toVector()
        .map(code -> new Situation(code, false))
        .append(Situation.HANGS_UP)
        .toJavaStream();
  }

  /** The one user whom {@link #verifier} has to know, unless a test names another. */
  Credentials ADA = credentials("ada@example.com", "canary-4c1d correct horse");

  /**
   * A verifier whose provider is in {@code situation} and knows {@code known} alone. Called once
   * per test; what it opens the test class closes.
   */
  CredentialVerifier verifier(Situation situation, Credentials known);

  /** What a caller may choose for one login. */
  enum Choice {
    AUDIENCE,
    SCOPE,
    REALM
  }

  /**
   * One login as the provider received it.
   *
   * @param username as the provider got it
   * @param address the end user's address as the provider got it; empty if it got none
   * @param audience none if the provider was not told one
   * @param scope none if the provider was not told one
   * @param realm the directory of users that was named; the configured one, or none, if the login
   *     does not choose
   */
  record Submission(
      String username,
      String address,
      Option<String> audience,
      Option<String> scope,
      Option<String> realm) {}

  /** Every login that the provider has received since the last call of {@link #verifier}. */
  Seq<Submission> submissions();

  /** What callers can choose at this provider. It refuses other choices, and submits nothing. */
  default Set<Choice> choices() {
    return LinkedHashSet.of(Choice.values());
  }

  /** The codes that logins at this provider can end with. */
  default Set<OutcomeCode> codes() {
    return Verdict.CODES;
  }

  /**
   * How long a call may take at most: the adapter's own limit and a margin for a loaded machine.
   */
  default Duration patience() {
    return Duration.ofSeconds(20);
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.CredentialVerifierContract#situations")
  default void each_situation_has_its_answer_in_time(Situation situation, TestReporter reporter) {
    if (isUnknownHere(situation, reporter)) {
      return;
    }
    CredentialVerifier verifier = verifier(situation, ADA);

    var answer = assertTimeoutPreemptively(patience(), () -> verify(verifier, ADA));

    assertThat(Outcomes.codeOf(answer)).isEqualTo(situation.code());
    assertThat(submissions())
        .as("submissions, of which the provider counts each")
        .hasSize(NOT_SUBMITTED.contains(situation.code()) ? 0 : 1);
  }

  @Test
  default void the_declared_codes_are_codes_of_logins_and_include_every_fault() {
    assertThat(Verdict.CODES).containsAll(codes());
    assertThat(codes())
        .contains(OutcomeCode.GRANTED, OutcomeCode.WRONG_CREDENTIALS)
        .containsAll(ProviderFault.CODES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.7", "198.51.100.23", "2001:db8::7"})
  default void the_provider_is_told_the_user_and_the_users_address(String address) {
    CredentialVerifier verifier = verifier(Situation.ORDINARY, ADA);

    var answer = verifier.verify(ADA, GrantRequest.AS_CONFIGURED, client(address)).answer();

    assertThat(answer).isInstanceOf(LoginOutcome.Granted.class);
    assertThat(submissions()).hasSize(1);
    assertThat(submissions().head().username()).isEqualTo("ada@example.com");
    assertThat(submissions().head().address()).isEqualTo(address);
  }

  @ParameterizedTest
  @EnumSource
  default void the_provider_is_told_what_the_caller_chooses_or_nothing_is_submitted(Choice choice) {
    CredentialVerifier verifier = verifier(Situation.ORDINARY, ADA);
    String value = "chosen-" + choice.name();

    var answer = verifier.verify(ADA, choosing(choice, value), client("203.0.113.7")).answer();

    if (choices().contains(choice)) {
      assertThat(answer).isInstanceOf(LoginOutcome.Granted.class);
      assertThat(submissions().map(it -> chosen(it, choice))).containsExactly(Option.some(value));
    } else {
      assertThat(Outcomes.codeOf(answer)).isEqualTo(OutcomeCode.MISCONFIGURED);
      assertThat(submissions()).isEmpty();
    }
  }

  @Test
  default void one_login_chooses_nothing_for_the_next() {
    CredentialVerifier verifier = verifier(Situation.ORDINARY, ADA);
    Choice choice = choices().headOption().getOrElse(Choice.REALM);

    verify(verifier, ADA);
    var unused = verifier.verify(ADA, choosing(choice, "chosen-x"), client("203.0.113.8"));
    verify(verifier, ADA);

    assertThat(submissions().last()).isEqualTo(submissions().head());
  }

  @Test
  default void a_refused_login_is_submitted_once_too() {
    CredentialVerifier verifier = verifier(Situation.ORDINARY, ADA);

    var answer = verify(verifier, credentials("ada@example.com", "canary-4c1d wrong"));

    assertThat(answer).isEqualTo(new LoginOutcome.WrongCredentials());
    assertThat(submissions()).hasSize(1);
  }

  @Test
  default void silence_and_a_lost_connection_are_distinguished() {
    var silence = verify(verifier(Situation.SILENT, ADA), ADA);
    var hangUp = verify(verifier(Situation.HANGS_UP, ADA), ADA);

    assertThat(silence).isEqualTo(noAnswer(NoAnswerFault.TIMED_OUT));
    assertThat(hangUp).isEqualTo(noAnswer(NoAnswerFault.CONNECTION_LOST));
  }

  @Test
  default void an_unknown_user_and_a_wrong_password_answer_alike() {
    CredentialVerifier verifier = verifier(Situation.ORDINARY, ADA);

    var unknownUser = verify(verifier, credentials("nobody@example.com", "canary-4c1d wrong"));
    var wrongPassword = verify(verifier, credentials("ada@example.com", "canary-4c1d wrong"));

    assertThat(unknownUser).isEqualTo(new LoginOutcome.WrongCredentials());
    assertThat(wrongPassword).isEqualTo(unknownUser);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "  with spaces  ",
        "a+b&c=d%20e;f",
        "&password=other&grant_type=other",
        "nul\u0000inside",
        "line\r\nHeader: injected\r\n\r\n",
        "\"}{$\\'<>`",
        "gr\u00fc\u00df \ud83d\ude00 \u202e",
        "e\u0301",
      })
  default void a_password_counts_as_typed(String password) {
    Credentials odd = credentials("ada@example.com", password);
    CredentialVerifier verifier = verifier(Situation.ORDINARY, odd);

    var asTyped = verify(verifier, odd);
    var changed = verify(verifier, credentials("ada@example.com", password + " "));

    assertThat(asTyped).isInstanceOf(LoginOutcome.Granted.class);
    assertThat(changed).isEqualTo(new LoginOutcome.WrongCredentials());
  }

  @Test
  default void the_longest_password_and_identifier_are_taken() {
    String longest = "\ud83d\ude00".repeat(1023);
    Credentials known = credentials("\ud83d\ude00".repeat(320), longest + "x");
    CredentialVerifier verifier = verifier(Situation.ORDINARY, known);

    var right = verify(verifier, known);
    var lastCharacter = verify(verifier, credentials("\ud83d\ude00".repeat(320), longest + "y"));

    assertThat(right).isInstanceOf(LoginOutcome.Granted.class);
    assertThat(lastCharacter).isEqualTo(new LoginOutcome.WrongCredentials());
  }

  @Test
  default void two_hundred_simultaneous_logins_get_each_its_own_answer() throws Exception {
    CredentialVerifier verifier = verifier(Situation.ORDINARY, ADA);
    Credentials wrong = credentials("ada@example.com", "canary-4c1d wrong");
    try (ExecutorService users = Executors.newVirtualThreadPerTaskExecutor()) {

      List<Future<Verdict>> answers =
          IntStream.range(0, 200)
              .mapToObj(i -> users.submit(() -> verify(verifier, i % 2 == 0 ? ADA : wrong)))
              .toList();

      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get())
            .isInstanceOf(
                i % 2 == 0 ? LoginOutcome.Granted.class : LoginOutcome.WrongCredentials.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.CredentialVerifierContract#situations")
  default void nothing_prints_the_password(Situation situation, TestReporter reporter) {
    if (isUnknownHere(situation, reporter)) {
      return;
    }
    CredentialVerifier verifier = verifier(situation, ADA);

    var answer = verify(verifier, ADA);

    assertThat(answer + " " + verifier).doesNotContain("canary-4c1d");
  }

  /** Faults that are known before anything is sent. */
  Set<OutcomeCode> NOT_SUBMITTED =
      LinkedHashSet.of(OutcomeCode.UNREACHABLE, OutcomeCode.OVERLOADED);

  private boolean isUnknownHere(Situation situation, TestReporter reporter) {
    boolean unknown = !codes().contains(situation.code());
    if (unknown) {
      reporter.publishEntry("not decided by this provider", situation.code().word());
    }
    return unknown;
  }

  private static GrantRequest choosing(Choice choice, String value) {
    return switch (choice) {
      case AUDIENCE -> new GrantRequest(Option.some(value), Option.none(), Option.none());
      case SCOPE -> new GrantRequest(Option.none(), Scope.of(value).toOption(), Option.none());
      case REALM -> new GrantRequest(Option.none(), Option.none(), Option.some(value));
    };
  }

  private static Option<String> chosen(Submission submission, Choice choice) {
    return switch (choice) {
      case AUDIENCE -> submission.audience();
      case SCOPE -> submission.scope();
      case REALM -> submission.realm();
    };
  }

  private static Verdict noAnswer(NoAnswerFault why) {
    return new LoginOutcome.Unanswered(new ProviderFault.NoAnswer(why));
  }

  private static Verdict verify(CredentialVerifier verifier, Credentials credentials) {
    return verifier.verify(credentials, GrantRequest.AS_CONFIGURED, client("203.0.113.7")).answer();
  }
}
