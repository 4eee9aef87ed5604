package dev.portcullis.adapters.http.session;

import dev.portcullis.application.session.port.RenewedSessions;
import dev.portcullis.application.session.port.RevokedSessions;

/**
 * What is remembered of sessions outside of their cookies.
 *
 * @param revoked the sessions that a logout has ended
 * @param renewed renewed sessions that no browser has shown yet
 */
public record SessionStores(RevokedSessions revoked, RenewedSessions renewed) {}
