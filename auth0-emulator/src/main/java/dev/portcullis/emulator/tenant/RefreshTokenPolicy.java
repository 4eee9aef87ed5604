package dev.portcullis.emulator.tenant;

import java.time.Duration;
import java.util.Optional;

/**
 * The policy of an application's refresh tokens. Rotating tokens are valid once, and again within
 * {@code leeway} of their use. {@code lifetime} starts at the login; it is absent for tokens that
 * never expire.
 */
public record RefreshTokenPolicy(boolean rotating, Duration leeway, Optional<Duration> lifetime) {

  /** Checks that neither duration is negative. */
  public RefreshTokenPolicy {
    if (leeway.isNegative()) {
      throw new IllegalArgumentException("leeway: " + leeway + " (expected: not negative)");
    }
    if (lifetime.filter(value -> value.isNegative() || value.isZero()).isPresent()) {
      throw new IllegalArgumentException("lifetime: " + lifetime.get() + " (expected: positive)");
    }
  }

  /** Auth0's default: neither rotating nor expiring. */
  public static RefreshTokenPolicy nonExpiring() {
    return new RefreshTokenPolicy(false, Duration.ZERO, Optional.empty());
  }

  /** Rotating without leeway, never expiring. */
  public static RefreshTokenPolicy rotated() {
    return new RefreshTokenPolicy(true, Duration.ZERO, Optional.empty());
  }
}
