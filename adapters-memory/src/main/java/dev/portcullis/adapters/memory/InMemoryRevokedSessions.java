package dev.portcullis.adapters.memory;

import dev.portcullis.application.session.port.RevokedSessions;
import dev.portcullis.domain.session.SessionFingerprint;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers revoked sessions in this process alone: after a restart, a copy of a cookie is valid
 * again until its session's end. Takes about 200 bytes for each, until that end.
 */
public final class InMemoryRevokedSessions implements RevokedSessions {

  private static final int LEAST = 1000;

  private final Map<SessionFingerprint, Instant> ends = new ConcurrentHashMap<>();
  private final InstantSource time;
  private int sweepAt = LEAST;

  /** Nothing is revoked yet. */
  public InMemoryRevokedSessions(InstantSource time) {
    this.time = time;
  }

  @Override
  public synchronized boolean revoke(SessionFingerprint session, Instant end) {
    ends.merge(session, end, (one, other) -> one.isBefore(other) ? other : one);
    if (ends.size() >= sweepAt) {
      Instant now = time.instant();
      ends.values().removeIf(each -> !each.isAfter(now));
      sweepAt = Math.max(LEAST, 2 * ends.size());
    }
    return true;
  }

  @Override
  public boolean contains(SessionFingerprint session) {
    return ends.containsKey(session);
  }

  int size() {
    return ends.size();
  }
}
