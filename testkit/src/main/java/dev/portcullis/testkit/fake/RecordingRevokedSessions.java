package dev.portcullis.testkit.fake;

import dev.portcullis.application.session.port.RevokedSessions;
import dev.portcullis.domain.session.SessionFingerprint;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers every revocation, with its end, for the test to look at. Safe for concurrent use. */
public final class RecordingRevokedSessions implements RevokedSessions {

  private final Map<SessionFingerprint, Instant> ends = new ConcurrentHashMap<>();

  @Override
  public boolean revoke(SessionFingerprint session, Instant end) {
    ends.merge(session, end, (one, other) -> one.isBefore(other) ? other : one);
    return true;
  }

  @Override
  public boolean contains(SessionFingerprint session) {
    return ends.containsKey(session);
  }

  /** What was revoked, and until when. */
  public Map<SessionFingerprint, Instant> ends() {
    return Map.copyOf(ends);
  }
}
