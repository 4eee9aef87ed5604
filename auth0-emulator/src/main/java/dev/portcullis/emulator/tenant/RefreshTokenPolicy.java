package dev.portcullis.emulator.tenant;

import java.time.Duration;
import java.util.Optional;

/**
 * The policy of an application's refresh tokens: its {@code refresh_token}. Rotating tokens are
 * valid once, and again within {@code leeway} of their use.
 *
 * @param expiring whether the lifetimes apply: {@code expiration_type}
 * @param absolute how long a token and its successors are valid, from the login
 * @param idle how long they are valid without being used
 */
public record RefreshTokenPolicy(
    boolean rotating, boolean expiring, Duration leeway, Lifetime absolute, Lifetime idle) {

  /** Checks that the leeway is not negative. */
  public RefreshTokenPolicy {
    if (leeway.isNegative()) {
      throw new IllegalArgumentException("leeway: " + leeway + " (expected: not negative)");
    }
  }

  /** A lifetime that applies unless it is infinite. */
  public record Lifetime(Duration value, boolean infinite) {

    /** Checks that it is positive. */
    public Lifetime {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException("lifetime: " + value + " (expected: positive)");
      }
    }

    /** Of this duration. */
    public static Lifetime of(Duration value) {
      return new Lifetime(value, false);
    }

    /** Infinite or not. */
    public Lifetime withInfinite(boolean value) {
      return new Lifetime(this.value, value);
    }
  }

  /** Auth0's default: neither rotating nor expiring. */
  public static RefreshTokenPolicy nonExpiring() {
    return new RefreshTokenPolicy(
        false,
        false,
        Duration.ZERO,
        new Lifetime(Duration.ofHours(8_766), true),
        new Lifetime(Duration.ofDays(30), true));
  }

  /** Rotating without leeway, never expiring. */
  public static RefreshTokenPolicy rotated() {
    return nonExpiring().withRotating(true);
  }

  /** The absolute lifetime, if there is one. */
  public Optional<Duration> lifetime() {
    return Optional.of(absolute.value()).filter(ignored -> expiring && !absolute.infinite());
  }

  /** The lifetime without use, if there is one. */
  public Optional<Duration> idleLifetime() {
    return Optional.of(idle.value()).filter(ignored -> expiring && !idle.infinite());
  }

  /** Rotating or not. */
  public RefreshTokenPolicy withRotating(boolean value) {
    return new RefreshTokenPolicy(value, expiring, leeway, absolute, idle);
  }

  /** Expiring or not. */
  public RefreshTokenPolicy withExpiring(boolean value) {
    return new RefreshTokenPolicy(rotating, value, leeway, absolute, idle);
  }

  /** With this leeway. */
  public RefreshTokenPolicy withLeeway(Duration value) {
    return new RefreshTokenPolicy(rotating, expiring, value, absolute, idle);
  }

  /** With this absolute lifetime. */
  public RefreshTokenPolicy withAbsolute(Lifetime value) {
    return new RefreshTokenPolicy(rotating, expiring, leeway, value, idle);
  }

  /** With this lifetime without use. */
  public RefreshTokenPolicy withIdle(Lifetime value) {
    return new RefreshTokenPolicy(rotating, expiring, leeway, absolute, value);
  }

  /** Expiring after this time, from the login. */
  public RefreshTokenPolicy expiringAfter(Duration value) {
    return withExpiring(true).withAbsolute(Lifetime.of(value));
  }

  /** Expiring after this time without use. */
  public RefreshTokenPolicy expiringWhenIdle(Duration value) {
    return withExpiring(true).withIdle(Lifetime.of(value));
  }
}
