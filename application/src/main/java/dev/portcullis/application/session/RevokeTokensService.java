package dev.portcullis.application.session;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.Step;
import dev.portcullis.application.journal.Stopwatch;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.session.Revocation;
import dev.portcullis.domain.session.RevokeOutcome;
import io.vavr.control.Option;
import java.time.InstantSource;

/** One revocation: calls the provider once and records the outcome. */
public final class RevokeTokensService implements RevokeTokensUseCase {

  private final RefreshTokens tokens;
  private final Journal journal;
  private final InstantSource time;

  public RevokeTokensService(RefreshTokens tokens, Journal journal, InstantSource time) {
    this.tokens = tokens;
    this.journal = journal;
    this.time = time;
  }

  @Override
  public RevokeOutcome revoke(Revocation revocation) {
    Stopwatch watch = Stopwatch.start(time);
    ProviderReply<RevokeOutcome> reply = tokens.revoke(revocation.token());
    journal.record(
        new GatewayEvent.StepEnded(
            revocation.requester(),
            Option.none(),
            Step.REVOKE,
            reply.answer(),
            reply.upstream(),
            watch.elapsed()));
    return reply.answer();
  }
}
