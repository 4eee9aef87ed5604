package dev.portcullis.application.reset;

import java.time.Duration;

/**
 * How many resets may be started.
 *
 * @param perUser of one user in a window, at least 1
 * @param perAddress from one address, or one IPv6 /64, in a window, at least 1
 * @param window more than 0
 */
public record ResetLimits(int perUser, int perAddress, Duration window) {

  /** Enough for people, not for machines: 3 for a user and 20 from an address in 15 minutes. */
  public static final ResetLimits DEFAULT = new ResetLimits(3, 20, Duration.ofMinutes(15));

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if one of them is less
   */
  public ResetLimits {
    if (perUser < 1 || perAddress < 1 || window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException(
          "limits: "
              + perUser
              + " of a user and "
              + perAddress
              + " from an address in "
              + window
              + " (expected: all > 0)");
    }
  }
}
