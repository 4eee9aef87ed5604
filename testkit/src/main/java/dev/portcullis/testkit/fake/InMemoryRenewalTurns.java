package dev.portcullis.testkit.fake;

import dev.portcullis.application.session.port.RenewalTurns;
import dev.portcullis.domain.session.SessionFingerprint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * The turns of several instances in one process: give the same object to each. Keeps every result.
 * Safe for concurrent use.
 */
public final class InMemoryRenewalTurns implements RenewalTurns {

  private static final long LOOK_MILLIS = 5;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Duration longest;
  private final InstantSource time;
  private final Map<SessionFingerprint, Kept> renewals = new HashMap<>();

  /**
   * Nobody has a turn yet.
   *
   * @param longest how long a turn may take
   * @param time a clock that goes on
   */
  public InMemoryRenewalTurns(Duration longest, InstantSource time) {
    this.longest = longest;
    this.time = time;
  }

  /** The last turn of a renewal; what the others get is {@link Turn.Mine} while it is not over. */
  private record Kept(long fence, Instant until, Turn result) {}

  @Override
  public synchronized Turn take(SessionFingerprint renewal) {
    Instant patience = time.instant().plus(longest).plus(PAUSE);
    while (true) {
      Kept kept = renewals.get(renewal);
      Instant now = time.instant();
      if (kept != null
          && (kept.result() instanceof Turn.Renewed || kept.result() instanceof Turn.Ended)) {
        return kept.result();
      }
      if (kept == null || !now.isBefore(kept.until())) {
        Turn.Mine mine = new Turn.Mine(kept == null ? 1 : kept.fence() + 1);
        renewals.put(renewal, new Kept(mine.fence(), now.plus(longest), mine));
        return mine;
      }
      if (kept.result() instanceof Turn.Unanswered || now.isAfter(patience)) {
        return new Turn.Unanswered();
      }
      try {
        wait(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Turn.Unanswered();
      }
    }
  }

  @Override
  public boolean renewed(SessionFingerprint renewal, Turn.Mine turn, String sealed) {
    return leave(renewal, turn, new Turn.Renewed(sealed));
  }

  @Override
  public boolean ended(SessionFingerprint renewal, Turn.Mine turn) {
    return leave(renewal, turn, new Turn.Ended());
  }

  @Override
  public void unanswered(SessionFingerprint renewal, Turn.Mine turn) {
    boolean unused = leave(renewal, turn, new Turn.Unanswered());
  }

  private synchronized boolean leave(SessionFingerprint renewal, Turn.Mine turn, Turn result) {
    Kept kept = renewals.get(renewal);
    if (kept != null && kept.fence() != turn.fence()) {
      return false;
    }
    renewals.put(renewal, new Kept(turn.fence(), time.instant().plus(PAUSE), result));
    notifyAll();
    return true;
  }
}
