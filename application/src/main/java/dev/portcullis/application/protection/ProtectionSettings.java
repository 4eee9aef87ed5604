package dev.portcullis.application.protection;

import dev.portcullis.application.protection.port.TenantPace;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * How the provider is protected from this gateway, and the gateway from its provider. Start with
 * {@link #defaults}; each {@code with…} method returns a copy. Immutable.
 *
 * @param rateLimit calls that the provider takes in a second, 1 to 10,000; what its answers say
 *     counts if it is less. None to go by its answers alone
 * @param breakerAfter for how long the provider has to answer nothing before calls are refused, 100
 *     ms to 1 minute; none for no breaker
 * @param concurrent calls that may be in progress, at least 1; none for no bound
 */
public record ProtectionSettings(
    Option<Integer> rateLimit, Option<Duration> breakerAfter, Option<Integer> concurrent) {

  /** How long the provider is silent by default before calls are refused. */
  public static final Duration BREAKER_AFTER = Duration.ofMillis(1500);

  /** The least such time. */
  public static final Duration LEAST_BREAKER_AFTER = Duration.ofMillis(100);

  /** The longest such time. */
  public static final Duration MOST_BREAKER_AFTER = Duration.ofMinutes(1);

  private static final ProtectionSettings DEFAULTS =
      new ProtectionSettings(Option.none(), Option.some(BREAKER_AFTER), Option.none());

  public ProtectionSettings {
    if (rateLimit.exists(it -> it < 1 || it > TenantPace.MOST)) {
      throw new IllegalArgumentException(
          "rateLimit: " + rateLimit.get() + " (expected: 1-" + TenantPace.MOST + ")");
    }
    if (breakerAfter.exists(
        it -> it.compareTo(LEAST_BREAKER_AFTER) < 0 || it.compareTo(MOST_BREAKER_AFTER) > 0)) {
      throw new IllegalArgumentException(
          "breakerAfter: "
              + breakerAfter.get()
              + " (expected: "
              + LEAST_BREAKER_AFTER
              + "-"
              + MOST_BREAKER_AFTER
              + ")");
    }
    if (concurrent.exists(it -> it < 1)) {
      throw new IllegalArgumentException("concurrent: " + concurrent.get() + " (expected: > 0)");
    }
  }

  /** The rate that the provider's answers name, and a breaker after 1.5 s. */
  public static ProtectionSettings defaults() {
    return DEFAULTS;
  }

  /** With this many calls a second, 1 to 10,000. */
  public ProtectionSettings withRateLimit(int perSecond) {
    return new ProtectionSettings(Option.some(perSecond), breakerAfter, concurrent);
  }

  /** With another time, 100 ms to 1 minute. */
  public ProtectionSettings withBreakerAfter(Duration silence) {
    return new ProtectionSettings(rateLimit, Option.some(silence), concurrent);
  }

  /** Without a breaker. */
  public ProtectionSettings withoutBreaker() {
    return new ProtectionSettings(rateLimit, Option.none(), concurrent);
  }

  /** With at most this many calls in progress. */
  public ProtectionSettings withConcurrent(int calls) {
    return new ProtectionSettings(rateLimit, breakerAfter, Option.some(calls));
  }
}
