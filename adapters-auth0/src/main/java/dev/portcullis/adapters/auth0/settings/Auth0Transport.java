package dev.portcullis.adapters.auth0.settings;

import java.time.Duration;

/**
 * How the gateway reaches the tenant.
 *
 * @param connectTimeout bounds each of: the wait for a free connection, name resolution, and TCP
 *     connect plus TLS handshake
 * @param callTimeout bounds a whole call, whatever the other side does
 * @param maxConnections open connections and so calls at a time; more calls wait
 * @param idleTimeout how long an unused connection is kept at most; less than the tenant's own
 */
public record Auth0Transport(
    Duration connectTimeout, Duration callTimeout, int maxConnections, Duration idleTimeout) {

  private static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);
  private static final int MAX_CONNECTIONS = 10_000;

  public Auth0Transport {
    requireTimeout("connectTimeout", connectTimeout);
    requireTimeout("callTimeout", callTimeout);
    requireTimeout("idleTimeout", idleTimeout);
    if (connectTimeout.compareTo(callTimeout) > 0) {
      throw new IllegalArgumentException(
          "connectTimeout: " + connectTimeout + " (expected: <= callTimeout " + callTimeout + ")");
    }
    if (maxConnections < 1 || maxConnections > MAX_CONNECTIONS) {
      throw new IllegalArgumentException(
          "maxConnections: " + maxConnections + " (expected: 1-" + MAX_CONNECTIONS + ")");
    }
  }

  private static void requireTimeout(String name, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(MAX_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: PT0.001S-" + MAX_TIMEOUT + ")");
    }
  }
}
