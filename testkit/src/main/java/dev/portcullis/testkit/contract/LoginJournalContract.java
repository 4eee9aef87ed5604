package dev.portcullis.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.port.LoginJournal;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginOutcome;
import dev.portcullis.domain.login.LoginOutcome.Cause;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.IdToken;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Tokens;
import dev.portcullis.testkit.Fixtures;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link LoginJournal} does. */
public interface LoginJournalContract {

  /** In every token of {@link #outcomes()}. */
  String CANARY = "canary-2f9d61c4";

  /** The journal under test, the same throughout one test, with nothing written yet. */
  LoginJournal loginJournal();

  /** Everything that the journal has written, one text per login. */
  List<String> writtenLogins();

  /** Every outcome there is, with every cause, and with hostile texts where texts are carried. */
  static Stream<LoginOutcome> outcomes() {
    Tokens tokens =
        new Tokens(
            new AccessToken(CANARY + "-access"),
            "Bearer",
            Option.some(Duration.ofHours(24)),
            Option.some("openid profile"),
            Option.some(new IdToken(CANARY + "-id")),
            Option.some(new RefreshToken(CANARY + "-refresh")));
    String hostile = "no\r\n{\"portcullis.outcome\":\"granted\"}\u0000\u001b[2J\u2028${jndi:x}{}";
    ProviderError error = new ProviderError(401, hostile, hostile.repeat(100));
    return Stream.of(
            Stream.of(
                new LoginOutcome.Granted(tokens),
                new LoginOutcome.WrongCredentials(),
                new LoginOutcome.PasswordLeaked(new BreachOutcome.ResetMailSent()),
                new LoginOutcome.PasswordLeaked(
                    new BreachOutcome.ResetPage("https://example.com/reset")),
                new LoginOutcome.PasswordLeaked(
                    new BreachOutcome.ResetLimited(Duration.ofMinutes(9))),
                new LoginOutcome.PasswordLeaked(new BreachOutcome.ResetNotStarted()),
                new LoginOutcome.BruteForceBlocked(),
                new LoginOutcome.IpThrottled(),
                new LoginOutcome.SameUserLimited(),
                new LoginOutcome.MfaRequired(new MfaToken(CANARY + "-mfa")),
                new LoginOutcome.VerificationRequired(),
                new LoginOutcome.Denied(""),
                new LoginOutcome.Denied(hostile),
                new LoginOutcome.UserBlocked(),
                new LoginOutcome.RateLimited(Option.none()),
                new LoginOutcome.RateLimited(Option.some(Duration.ofSeconds(3))),
                new LoginOutcome.Unavailable(new Cause.Unintelligible(error)),
                new LoginOutcome.Unavailable(
                    new Cause.Unintelligible(new ProviderError(500, "", "")))),
            Arrays.stream(Misconfiguration.values())
                .map(what -> new LoginOutcome.Misconfigured(what, error)),
            Arrays.stream(ConnectFault.values())
                .map(why -> new LoginOutcome.Unavailable(new Cause.Unreachable(why))),
            Arrays.stream(NoAnswerFault.values())
                .map(why -> new LoginOutcome.Unavailable(new Cause.NoAnswer(why))))
        .flatMap(rows -> rows);
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.LoginJournalContract#outcomes")
  default void every_outcome_is_written_once(LoginOutcome outcome) {
    loginJournal().record(subject(), outcome, Option.none(), Duration.ofMillis(250));

    assertThat(writtenLogins()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.LoginJournalContract#outcomes")
  default void no_token_is_written(LoginOutcome outcome) {
    loginJournal().record(subject(), outcome, Option.none(), Duration.ofMillis(250));

    assertThat(writtenLogins()).noneMatch(text -> text.contains(CANARY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT0.000000001S", "PT1H", "P106752D", "PT2562047788015215H"})
  default void a_login_of_any_length_is_written(Duration elapsed) {
    loginJournal().record(subject(), new LoginOutcome.WrongCredentials(), Option.none(), elapsed);

    assertThat(writtenLogins()).hasSize(1);
  }

  @Test
  default void of_the_logins_of_two_hundred_threads_none_is_lost() throws Exception {
    LoginJournal journal = loginJournal();
    LoginSubject subject = subject();
    LoginOutcome outcome = new LoginOutcome.WrongCredentials();
    CountDownLatch together = new CountDownLatch(200);
    Callable<Boolean> logins =
        () -> {
          together.countDown();
          together.await();
          for (int i = 0; i < 50; i++) {
            journal.record(subject, outcome, Option.none(), Duration.ZERO);
          }
          return true;
        };

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> written : threads.invokeAll(Collections.nCopies(200, logins))) {
        assertThat(written.get()).isTrue();
      }
    }

    assertThat(writtenLogins()).hasSize(200 * 50);
  }

  private static LoginSubject subject() {
    return Fixtures.anAttempt().build().subject();
  }
}
