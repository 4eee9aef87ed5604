package dev.portcullis.adapters.http.session;

import java.time.Duration;

/**
 * How long a browser's login lasts.
 *
 * @param keys the keys that its cookies are sealed with
 * @param lifetime the longest time from the login on
 * @param idle the longest time in which the user does nothing; at most {@code lifetime}
 * @param activity which requests show that the user does something
 */
public record SessionSettings(
    SessionKeys keys, Duration lifetime, Duration idle, UserActivity activity) {

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
}
