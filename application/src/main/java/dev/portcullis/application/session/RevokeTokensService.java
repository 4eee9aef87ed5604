package dev.portcullis.application.session;

import dev.portcullis.application.journal.Stopwatch;
import dev.portcullis.application.journal.port.StepJournal;
import dev.portcullis.application.journal.port.StepJournal.Step;
import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.session.Revocation;
import dev.portcullis.domain.session.RevokeOutcome;
import java.time.InstantSource;

/** One revocation: ask the provider once, write it down. */
public final class RevokeTokensService implements RevokeTokensUseCase {

  private final RefreshTokens tokens;
  private final StepJournal journal;
  private final InstantSource time;

  public RevokeTokensService(RefreshTokens tokens, StepJournal journal, InstantSource time) {
    this.tokens = tokens;
    this.journal = journal;
    this.time = time;
  }

  @Override
  public RevokeOutcome revoke(Revocation revocation) {
    Stopwatch watch = Stopwatch.start(time);
    ProviderReply<RevokeOutcome> answered = tokens.revoke(revocation.token());
    journal.record(
        revocation.requester(),
        new Step.Revoke(answered.answer()),
        answered.upstream(),
        watch.elapsed());
    return answered.answer();
  }
}
