package dev.portcullis.application.reset;

import dev.portcullis.application.journal.port.StepJournal;
import dev.portcullis.application.journal.port.StepJournal.Step;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.reset.ResetOutcome;
import io.vavr.control.Option;
import java.time.Duration;

/** Sends every user who asks for a reset on to one page of the operator's own. */
public final class HandOffResetPasswordService implements ResetPasswordUseCase {

  private final String page;
  private final StepJournal journal;

  /**
   * @param page an absolute URL
   */
  public HandOffResetPasswordService(String page, StepJournal journal) {
    this.page = page;
    this.journal = journal;
  }

  @Override
  public ResetOutcome reset(LoginSubject subject) {
    ResetOutcome outcome = new ResetOutcome.AtPage(page);
    journal.record(
        subject.requester(),
        new Step.ResetAsked(subject.identifier(), outcome),
        Option.none(),
        Duration.ZERO);
    return outcome;
  }
}
