package dev.portcullis.emulator.tenant;

import java.time.Duration;

/**
 * The one-time codes that a connection sends: {@code options.totp} of a passwordless connection.
 *
 * @param length the number of digits, 4 to 40
 * @param lifetime how long a code is valid
 */
public record CodePolicy(int length, Duration lifetime) {

  /** Six digits, valid for three minutes. */
  public static final CodePolicy DEFAULT = new CodePolicy(6, Duration.ofMinutes(3));

  /** Checks both. */
  public CodePolicy {
    if (length < 4 || length > 40) {
      throw new IllegalArgumentException("length: " + length + " (expected: 4 to 40)");
    }
    if (lifetime.isNegative() || lifetime.isZero()) {
      throw new IllegalArgumentException("time_step: " + lifetime + " (expected: positive)");
    }
  }

  /** With this number of digits. */
  public CodePolicy withLength(int value) {
    return new CodePolicy(value, lifetime);
  }

  /** Valid for this time. */
  public CodePolicy withLifetime(Duration value) {
    return new CodePolicy(length, value);
  }
}
