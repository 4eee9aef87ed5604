package dev.portcullis.application.session.port;

import dev.portcullis.domain.session.SessionFingerprint;
import io.vavr.control.Option;
import java.time.Instant;

/**
 * Renewed sessions that no browser has shown yet, each sealed: the refresh token of before is used
 * up, so that a result which is lost logs its user out. An implementation throws nothing and is
 * safe for concurrent use. Its contract is {@code RenewedSessionsContract} in the testkit.
 */
public interface RenewedSessions {

  /**
   * Keeps the result of one renewal, in place of an earlier one.
   *
   * @param sealed ASCII without line ends, at most 4,096 characters
   * @param end when the session ends at the latest; it may be forgotten then
   * @return whether it is stored as durably as the implementation can; if not, the implementation
   *     has logged why
   */
  boolean keep(SessionFingerprint renewal, String sealed, Instant end);

  /** The result of a renewal, at least until its end, unless it has been forgotten. */
  Option<String> find(SessionFingerprint renewal);

  /** Drops a result; one that is unknown is ignored. */
  void forget(SessionFingerprint renewal);
}
