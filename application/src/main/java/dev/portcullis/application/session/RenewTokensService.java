package dev.portcullis.application.session;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.application.journal.Step;
import dev.portcullis.application.journal.Stopwatch;
import dev.portcullis.application.journal.port.Journal;
import dev.portcullis.application.session.port.RefreshTokens;
import dev.portcullis.domain.outcome.ProviderReply;
import dev.portcullis.domain.session.RefreshOutcome;
import dev.portcullis.domain.session.Renewal;
import io.vavr.control.Option;
import java.time.InstantSource;

/** One renewal: calls the provider once and records the outcome. */
public final class RenewTokensService implements RenewTokensUseCase {

  private final RefreshTokens tokens;
  private final Journal journal;
  private final InstantSource time;

  public RenewTokensService(RefreshTokens tokens, Journal journal, InstantSource time) {
    this.tokens = tokens;
    this.journal = journal;
    this.time = time;
  }

  @Override
  public RefreshOutcome renew(Renewal renewal) {
    Stopwatch watch = Stopwatch.start(time);
    ProviderReply<RefreshOutcome> reply =
        tokens.renew(renewal.token(), renewal.scope(), renewal.requester().client());
    journal.record(
        new GatewayEvent.StepEnded(
            renewal.requester(),
            Option.none(),
            Step.REFRESH,
            reply.answer(),
            reply.upstream(),
            watch.elapsed()));
    return reply.answer();
  }
}
