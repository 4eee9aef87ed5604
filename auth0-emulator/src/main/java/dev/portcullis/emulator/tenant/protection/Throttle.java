package dev.portcullis.emulator.tenant.protection;

import java.time.Duration;

/**
 * A stage of suspicious IP throttling: {@code maxAttempts}, of which one is given back every {@code
 * rate}.
 */
public record Throttle(int maxAttempts, Duration rate) {

  /** Auth0's default for logins: 100, and one given back every 864 s. */
  public static final Throttle LOGIN = new Throttle(100, Duration.ofSeconds(864));

  /** The default of real tenants for sign-ups: 50, and one given back every 1.2 s. */
  public static final Throttle SIGN_UP = new Throttle(50, Duration.ofMillis(1200));

  /** The default for custom token exchange, which the emulator only stores. */
  public static final Throttle TOKEN_EXCHANGE = new Throttle(10, Duration.ofMinutes(10));

  /** Checks the range that all stages share. */
  public Throttle {
    if (maxAttempts < 1 || maxAttempts > 72_000) {
      throw new IllegalArgumentException("maxAttempts: " + maxAttempts + " (expected: 1..72000)");
    }
    if (rate.compareTo(Duration.ofMillis(1)) < 0 || rate.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("rate: " + rate + " (expected: 1 ms to 86400000 ms)");
    }
  }

  /** With this many attempts. */
  public Throttle withMaxAttempts(int value) {
    return new Throttle(value, rate);
  }

  /** With one attempt given back at this interval. */
  public Throttle withRate(Duration value) {
    return new Throttle(maxAttempts, value);
  }
}
