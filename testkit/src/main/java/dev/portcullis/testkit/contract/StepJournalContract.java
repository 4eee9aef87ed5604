package dev.portcullis.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.application.journal.port.StepJournal;
import dev.portcullis.application.journal.port.StepJournal.Step;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginIdentifier;
import dev.portcullis.domain.mfa.AuthenticatorsOutcome;
import dev.portcullis.domain.mfa.ChallengeOutcome;
import dev.portcullis.domain.mfa.EnrollmentOutcome;
import dev.portcullis.domain.mfa.MfaOutcome;
import dev.portcullis.domain.mfa.OobCode;
import dev.portcullis.domain.mfa.OtpSecret;
import dev.portcullis.domain.mfa.RecoveryCode;
import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.ProviderError;
import dev.portcullis.domain.outcome.ProviderFault;
import dev.portcullis.domain.outcome.ProviderFault.ConnectFault;
import dev.portcullis.domain.outcome.ProviderFault.NoAnswerFault;
import dev.portcullis.domain.outcome.ProviderRequestId;
import dev.portcullis.domain.reset.ResetOutcome;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.RevokeOutcome;
import dev.portcullis.domain.token.AccessToken;
import dev.portcullis.domain.token.MfaToken;
import dev.portcullis.domain.token.RefreshToken;
import dev.portcullis.domain.token.Tokens;
import dev.portcullis.testkit.Fixtures;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every {@link StepJournal} does. */
public interface StepJournalContract {

  /** In every secret of {@link #steps()}. */
  String CANARY = "canary-2f9d61c4";

  /** Where the provider's logs tell more about each step. */
  Option<ProviderRequestId> UPSTREAM = ProviderRequestId.of("c629c3e05e0881e81315");

  /** The journal under test, the same throughout one test, with nothing written yet. */
  StepJournal stepJournal();

  /** Everything that the journal has written, one text per step. */
  List<String> writtenSteps();

  /** Every fault there is, with hostile texts where texts are carried. */
  static Vector<ProviderFault> faults() {
    String hostile = "no\r\n{\"portcullis.outcome\":\"granted\"}\u0000\u001b[2J\u2028${jndi:x}{}";
    ProviderError error = new ProviderError(401, hostile, hostile.repeat(100));
    return Vector.of(
        new ProviderFault.RateLimited(Option.none()),
        new ProviderFault.Misconfigured(Misconfiguration.MFA_NOT_ALLOWED, error),
        new ProviderFault.Unreachable(ConnectFault.TLS_FAILED),
        new ProviderFault.NoAnswer(NoAnswerFault.TIMED_OUT),
        new ProviderFault.Unintelligible(error));
  }

  /** Every step with every outcome there is. */
  static Stream<Step> steps() {
    Tokens tokens =
        new Tokens(
            new AccessToken(CANARY),
            "Bearer",
            Option.none(),
            Option.none(),
            Option.none(),
            Option.some(new RefreshToken(CANARY)));
    OobCode oob = new OobCode(CANARY);
    RecoveryCode recovery = new RecoveryCode(CANARY);
    OtpSecret secret = new OtpSecret(CANARY);
    LoginIdentifier who = Fixtures.identifier("ada@example.com");
    Vector<Step> steps =
        Vector.<Step>of(
                new Step.Refresh(new RefreshOutcome.Renewed(tokens)),
                new Step.Refresh(new RefreshOutcome.NoLongerValid()),
                new Step.Refresh(new RefreshOutcome.ScopeRefused()),
                new Step.Refresh(new RefreshOutcome.Denied("no\r\n")),
                new Step.Refresh(new RefreshOutcome.MfaRequired(new MfaToken(CANARY))),
                new Step.Revoke(new RevokeOutcome.Revoked()),
                new Step.MfaAuthenticators(new AuthenticatorsOutcome.Known(Vector.empty())),
                new Step.MfaAuthenticators(new AuthenticatorsOutcome.LoginExpired()),
                new Step.MfaChallenge(new ChallengeOutcome.OtpExpected()),
                new Step.MfaChallenge(new ChallengeOutcome.OobSent(oob, true)),
                new Step.MfaChallenge(new ChallengeOutcome.EnrollmentRequired()),
                new Step.MfaChallenge(new ChallengeOutcome.FactorUnavailable()),
                new Step.MfaChallenge(new ChallengeOutcome.LoginExpired()),
                new Step.MfaChallenge(new ChallengeOutcome.TooManyCodes()),
                new Step.MfaChallenge(new ChallengeOutcome.Denied("no\r\n")),
                new Step.MfaEnrollment(
                    new EnrollmentOutcome.OtpEnrolled(secret, secret, Vector.of(recovery))),
                new Step.MfaEnrollment(
                    new EnrollmentOutcome.OobEnrolled(oob, true, Vector.of(recovery))),
                new Step.MfaEnrollment(new EnrollmentOutcome.AlreadyEnrolled()),
                new Step.MfaEnrollment(new EnrollmentOutcome.FactorUnavailable()),
                new Step.MfaEnrollment(new EnrollmentOutcome.LoginExpired()),
                new Step.MfaEnrollment(new EnrollmentOutcome.TooManyCodes()))
            .appendAll(
                Vector.of(
                        new MfaOutcome.Granted(tokens, Option.of(recovery)),
                        new MfaOutcome.WrongCode(),
                        new MfaOutcome.Pending(),
                        new MfaOutcome.SlowDown(),
                        new MfaOutcome.Rejected(),
                        new MfaOutcome.LoginExpired(),
                        new MfaOutcome.TooManyCodes(),
                        new MfaOutcome.Denied("no\r\n"),
                        new MfaOutcome.UserBlocked())
                    .map(Step.MfaVerification::new))
            .appendAll(
                Vector.of(
                        new ResetOutcome.Accepted(),
                        new ResetOutcome.AtPage("https://example.com/reset"),
                        new ResetOutcome.Limited(Duration.ofMinutes(9)),
                        new ResetOutcome.Unavailable())
                    .map(outcome -> new Step.ResetAsked(who, outcome)))
            .appendAll(
                Vector.of(
                        new BreachOutcome.ResetMailSent(),
                        new BreachOutcome.ResetPage("https://example.com/reset"),
                        new BreachOutcome.ResetLimited(Duration.ofMinutes(9)),
                        new BreachOutcome.ResetNotStarted())
                    .map(outcome -> new Step.ResetStarted(who, outcome)));
    Vector<Function<ProviderFault, Step>> unanswered =
        Vector.of(
            why -> new Step.Refresh(new RefreshOutcome.Unanswered(why)),
            why -> new Step.Revoke(new RevokeOutcome.Unanswered(why)),
            why -> new Step.MfaAuthenticators(new AuthenticatorsOutcome.Unanswered(why)),
            why -> new Step.MfaChallenge(new ChallengeOutcome.Unanswered(why)),
            why -> new Step.MfaEnrollment(new EnrollmentOutcome.Unanswered(why)),
            why -> new Step.MfaVerification(new MfaOutcome.Unanswered(why)));
    return steps.appendAll(unanswered.flatMap(step -> faults().map(step))).toJavaStream();
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.StepJournalContract#steps")
  default void every_step_is_written_once(Step step) {
    record(step, Duration.ofMillis(250));

    assertThat(writtenSteps()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("dev.portcullis.testkit.contract.StepJournalContract#steps")
  default void no_secret_of_a_step_is_written(Step step) {
    record(step, Duration.ofMillis(250));

    assertThat(writtenSteps()).noneMatch(text -> text.contains(CANARY));
  }

  @Test
  default void of_the_steps_of_two_hundred_threads_none_is_lost() throws Exception {
    Step step = new Step.Revoke(new RevokeOutcome.Revoked());
    CountDownLatch together = new CountDownLatch(200);
    Callable<Boolean> steps =
        () -> {
          together.countDown();
          together.await();
          for (int i = 0; i < 50; i++) {
            record(step, Duration.ZERO);
          }
          return true;
        };

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> written : threads.invokeAll(Collections.nCopies(200, steps))) {
        assertThat(written.get()).isTrue();
      }
    }

    assertThat(writtenSteps()).hasSize(200 * 50);
  }

  private void record(Step step, Duration elapsed) {
    stepJournal().record(Fixtures.requester("203.0.113.7"), step, UPSTREAM, elapsed);
  }
}
