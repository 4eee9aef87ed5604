package dev.portcullis.adapters.memory;

import dev.portcullis.application.session.port.RenewedSessions;
import dev.portcullis.domain.session.SessionFingerprint;
import io.vavr.control.Option;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps renewed sessions in this process alone: a restart loses those that no browser has shown
 * yet, and their users log in again.
 */
public final class InMemoryRenewedSessions implements RenewedSessions {

  private static final int LEAST = 1000;

  private final Map<SessionFingerprint, Kept> kept = new ConcurrentHashMap<>();
  private final InstantSource time;
  private int sweepAt = LEAST;

  /** Nothing is kept yet. */
  public InMemoryRenewedSessions(InstantSource time) {
    this.time = time;
  }

  private record Kept(String sealed, Instant end) {}

  @Override
  public synchronized boolean keep(SessionFingerprint renewal, String sealed, Instant end) {
    kept.put(renewal, new Kept(sealed, end));
    if (kept.size() >= sweepAt) {
      Instant now = time.instant();
      kept.values().removeIf(each -> !each.end().isAfter(now));
      sweepAt = Math.max(LEAST, 2 * kept.size());
    }
    return true;
  }

  @Override
  public Option<String> find(SessionFingerprint renewal) {
    Kept found = kept.get(renewal);
    return found == null ? Option.none() : Option.of(found.sealed());
  }

  @Override
  public void forget(SessionFingerprint renewal) {
    kept.remove(renewal);
  }

  int size() {
    return kept.size();
  }
}
