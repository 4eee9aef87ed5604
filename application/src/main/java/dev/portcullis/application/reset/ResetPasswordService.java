package dev.portcullis.application.reset;

import dev.portcullis.application.journal.Stopwatch;
import dev.portcullis.application.journal.port.StepJournal;
import dev.portcullis.application.journal.port.StepJournal.Step;
import dev.portcullis.application.reset.port.PasswordResets;
import dev.portcullis.application.reset.port.ResetLimiter;
import dev.portcullis.domain.breach.BreachOutcome;
import dev.portcullis.domain.login.LoginSubject;
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
  private final StepJournal journal;
  private final InstantSource time;

  /**
   * @param background runs what is given to it later, and refuses what it has no room for
   */
  public ResetPasswordService(
      PasswordResets resets,
      ResetLimiter limiter,
      Executor background,
      StepJournal journal,
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
            .<ResetOutcome>map(ResetOutcome.Limited::new)
            .getOrElse(() -> begin(subject));
    journal.record(
        subject.requester(),
        new Step.ResetAsked(subject.identifier(), outcome),
        Option.none(),
        watch.elapsed());
    return outcome;
  }

  private ResetOutcome begin(LoginSubject subject) {
    try {
      background.execute(() -> start(subject));
      return new ResetOutcome.Accepted();
    } catch (RejectedExecutionException e) {
      return new ResetOutcome.Unavailable();
    }
  }

  private void start(LoginSubject subject) {
    Stopwatch watch = Stopwatch.start(time);
    BreachOutcome outcome = resets.start(subject);
    journal.record(
        subject.requester(),
        new Step.ResetStarted(subject.identifier(), outcome),
        Option.none(),
        watch.elapsed());
  }
}
