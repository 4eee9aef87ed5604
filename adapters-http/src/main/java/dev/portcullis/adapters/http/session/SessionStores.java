package dev.portcullis.adapters.http.session;

import dev.portcullis.application.session.port.RenewalTurns;
import dev.portcullis.application.session.port.RenewedSessions;
import dev.portcullis.application.session.port.RevokedSessions;

/**
 * What is remembered of sessions outside of their cookies.
 *
 * @param revoked the sessions that a logout has ended
 * @param renewed renewed sessions that no browser has shown yet
 * @param turns has one of several instances renew a session
 */
public record SessionStores(RevokedSessions revoked, RenewedSessions renewed, RenewalTurns turns) {

  /** Those of a gateway with one instance. */
  public SessionStores(RevokedSessions revoked, RenewedSessions renewed) {
    this(revoked, renewed, RenewalTurns.ALONE);
  }
}
