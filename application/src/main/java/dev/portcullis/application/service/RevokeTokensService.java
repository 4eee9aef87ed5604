package dev.portcullis.application.service;

import dev.portcullis.application.port.in.RevokeTokensUseCase;
import dev.portcullis.application.port.out.RefreshTokens;
import dev.portcullis.application.port.out.StepJournal;
import dev.portcullis.application.port.out.StepJournal.Step;
import dev.portcullis.domain.login.Answered;
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
    Answered<RevokeOutcome> answered = tokens.revoke(revocation.token());
    journal.record(
        revocation.requester(),
        new Step.Revoke(answered.answer()),
        answered.upstream(),
        watch.elapsed());
    return answered.answer();
  }
}
