package dev.portcullis.application.reset;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.Step;
import dev.portcullis.application.journal.Stopwatch;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.reset.ResetOutcome;
import io.vavr.control.Option;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Answers at once and starts the reset afterwards, so that the time of the answer says nothing
 * about the account.
 */
public final class ResetPasswordService implements ResetPasswordUseCase {

  private final PasswordResets resets;
  private final ResetLimiter limiter;
  private final Executor background;
  private final Journal journal;
  private final InstantSource time;

  /**
   * @param background runs what is given to it later, and refuses what it has no room for
   */
  public ResetPasswordService(
      PasswordResets resets,
      ResetLimiter limiter,
      Executor background,
      Journal journal,
      InstantSource time) {
    this.resets = resets;
    this.limiter = limiter;
    this.background = background;
    this.journal = journal;
    this.time = time;
  }

  @Override
  public ResetOutcome reset(LoginSubject subject) {
    Stopwatch watch = Stopwatch.start(time);
    ResetOutcome outcome =
        limiter
            .take(subject)
            .<ResetOutcome>map(ResetOutcome.TooManyResets::new)
            .getOrElse(() -> begin(subject));
    record(subject, Step.RESET_ASKED, outcome, watch);
    return outcome;
  }

  private ResetOutcome begin(LoginSubject subject) {
    try {
      background.execute(() -> start(subject));
      return new ResetOutcome.Accepted();
    } catch (RejectedExecutionException e) {
      return new ResetOutcome.ResetNotStarted();
    }
  }

  private void start(LoginSubject subject) {
    Stopwatch watch = Stopwatch.start(time);
    record(subject, Step.RESET_STARTED, resets.start(subject), watch);
  }

  private void record(LoginSubject subject, Step step, Outcome outcome, Stopwatch watch) {
    journal.record(
        new GatewayEvent.StepEnded(
            subject.requester(),
            Option.of(subject.identifier()),
            step,
            outcome,
            Option.none(),
            watch.elapsed()));
  }
}
