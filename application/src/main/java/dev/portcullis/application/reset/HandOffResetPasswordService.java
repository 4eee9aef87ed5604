package dev.portcullis.application.reset;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.Step;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.domain.login.LoginSubject;
import dev.portcullis.domain.reset.ResetOutcome;
import io.vavr.control.Option;
import java.time.Duration;

/** Sends every user who asks for a reset on to one page of the operator's own. */
public final class HandOffResetPasswordService implements ResetPasswordUseCase {

  private final String page;
  private final Journal journal;

  /**
   * @param page an absolute URL
   */
  public HandOffResetPasswordService(String page, Journal journal) {
    this.page = page;
    this.journal = journal;
  }

  @Override
  public ResetOutcome reset(LoginSubject subject) {
    ResetOutcome outcome = new ResetOutcome.ResetPage(page);
    journal.record(
        new GatewayEvent.StepEnded(
            subject.requester(),
            Option.of(subject.identifier()),
            Step.RESET_ASKED,
            outcome,
            Option.none(),
            Duration.ZERO));
    return outcome;
  }
}
