package dev.portcullis.application.session.port;

import dev.portcullis.domain.session.SessionFingerprint;
import java.time.Instant;

/**
 * The sessions that were ended before their time, so that a copy of their cookie opens nothing. An
 * implementation throws nothing, answers {@link #contains} without waiting for a {@link #revoke},
 * and is safe for concurrent use. Its contract is {@code RevokedSessionsContract} in the testkit.
 */
public interface RevokedSessions {

  /**
   * Ends a session. From then on {@link #contains} is true for it, even if it could not be stored.
   * Revoking it again keeps the later end.
   *
   * @param end when the session would have ended anyway; the entry may be forgotten then
   * @return whether it is stored as durably as the implementation can; if not, the implementation
   *     has logged why
   */
  boolean revoke(SessionFingerprint session, Instant end);

  /** Whether a session has been revoked, at least until the end given for it. */
  boolean contains(SessionFingerprint session);
}
