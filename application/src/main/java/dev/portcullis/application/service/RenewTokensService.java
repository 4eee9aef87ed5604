package dev.portcullis.application.service;

import dev.portcullis.application.port.in.RenewTokensUseCase;
import dev.portcullis.application.port.out.RefreshTokens;
import dev.portcullis.application.port.out.StepJournal;
import dev.portcullis.application.port.out.StepJournal.Step;
import dev.portcullis.domain.login.Answered;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.Renewal;
import java.time.InstantSource;

/** One renewal: ask the provider once, write it down. */
public final class RenewTokensService implements RenewTokensUseCase {

  private final RefreshTokens tokens;
  private final StepJournal journal;
  private final InstantSource time;

  public RenewTokensService(RefreshTokens tokens, StepJournal journal, InstantSource time) {
    this.tokens = tokens;
    this.journal = journal;
    this.time = time;
  }

  @Override
  public RefreshOutcome renew(Renewal renewal) {
    Stopwatch watch = Stopwatch.start(time);
    Answered<RefreshOutcome> answered =
        tokens.renew(renewal.token(), renewal.scope(), renewal.requester().client());
    journal.record(
        renewal.requester(),
        new Step.Refresh(answered.answer()),
        answered.upstream(),
        watch.elapsed());
    return answered.answer();
  }
}
