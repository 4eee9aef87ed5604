package dev.portcullis.testkit.fake;

import dev.portcullis.application.session.port.RenewedSessions;
import dev.portcullis.domain.session.SessionFingerprint;
import io.vavr.control.Option;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps every result until it is forgotten, for the test to look at. Safe for concurrent use. */
public final class RecordingRenewedSessions implements RenewedSessions {

  private final Map<SessionFingerprint, String> kept = new ConcurrentHashMap<>();

  @Override
  public boolean keep(SessionFingerprint renewal, String sealed, Instant end) {
    kept.put(renewal, sealed);
    return true;
  }

  @Override
  public Option<String> find(SessionFingerprint renewal) {
    return Option.of(kept.get(renewal));
  }

  @Override
  public void forget(SessionFingerprint renewal) {
    kept.remove(renewal);
  }

  /** What is kept. */
  public Map<SessionFingerprint, String> kept() {
    return Map.copyOf(kept);
  }
}
