package dev.portcullis.adapters.http.session;

import io.vavr.control.Option;
import java.time.Duration;

/**
 * How long a browser's login lasts.
 *
 * @param keys the keys that its cookies are sealed with
 * @param lifetime the longest time from the login on
 * @param idle the longest time between two requests that show it; at most {@code lifetime}
 * @param domain whose hosts share the session; without it the session is the pages' own host's
 */
public record SessionSettings(
    SessionKeys keys, Duration lifetime, Duration idle, Option<CookieDomain> domain) {

  /**
   * Checks the durations.
   *
   * @throws IllegalArgumentException if {@code idle} is not positive or exceeds {@code lifetime}
   */
  public SessionSettings {
    if (idle.isNegative() || idle.isZero() || idle.compareTo(lifetime) > 0) {
      throw new IllegalArgumentException(
          "idle: " + idle + " (expected: more than nothing, and at most " + lifetime + ")");
    }
  }

  /**
   * Settings of sessions that one host has.
   *
   * @throws IllegalArgumentException if {@code idle} is not positive or exceeds {@code lifetime}
   */
  public SessionSettings(SessionKeys keys, Duration lifetime, Duration idle) {
    this(keys, lifetime, idle, Option.none());
  }

  /** The same, whose sessions all hosts of this domain share. */
  public SessionSettings withDomain(CookieDomain shared) {
    return new SessionSettings(keys, lifetime, idle, Option.of(shared));
  }
}
