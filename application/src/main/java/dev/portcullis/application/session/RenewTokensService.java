package dev.portcullis.application.session;

import dev.portcullis.application.journal.Stopwatch;
import dev.portcullis.application.journal.port.StepJournal;
import dev.portcullis.application.journal.port.StepJournal.Step;
import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.outcome.ProviderReply;
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
    ProviderReply<RefreshOutcome> answered =
        tokens.renew(renewal.token(), renewal.scope(), renewal.requester().client());
    journal.record(
        renewal.requester(),
        new Step.Refresh(answered.answer()),
        answered.upstream(),
        watch.elapsed());
    return answered.answer();
  }
}
