package dev.portcullis.emulator.seed;

import dev.portcullis.emulator.address.Allowlist;
import java.time.Duration;
import java.util.Set;

/**
 * Suspicious IP throttling of logins, the {@code pre-login} stage of {@code
 * /api/v2/attack-protection/suspicious-ip-throttling}: {@code maxAttempts} 1..2500 failed logins
 * per address, one given back every {@code rate} (34,560 ms to one day).
 */
public record SuspiciousIpSettings(
    boolean enabled, Set<Shield> shields, Allowlist allowlist, int maxAttempts, Duration rate) {

  private static final Duration FASTEST = Duration.ofMillis(34_560);
  private static final Duration SLOWEST = Duration.ofDays(1);

  /** Checks Auth0's ranges. */
  public SuspiciousIpSettings {
    if (maxAttempts < 1 || maxAttempts > 2500) {
      throw new IllegalArgumentException("maxAttempts: " + maxAttempts + " (expected: 1..2500)");
    }
    if (rate.compareTo(FASTEST) < 0 || rate.compareTo(SLOWEST) > 0) {
      throw new IllegalArgumentException("rate: " + rate + " (expected: 34560 ms to 86400000 ms)");
    }
    shields = Set.copyOf(shields);
  }

  /** Auth0's defaults: block after 100 failed logins, one given back every 864 s. */
  public static SuspiciousIpSettings defaults() {
    return new SuspiciousIpSettings(
        true,
        Set.of(Shield.BLOCK, Shield.ADMIN_NOTIFICATION),
        Allowlist.empty(),
        100,
        Duration.ofSeconds(864));
  }

  /** On or off. */
  public SuspiciousIpSettings withEnabled(boolean value) {
    return new SuspiciousIpSettings(value, shields, allowlist, maxAttempts, rate);
  }

  /** With these shields; without {@link Shield#BLOCK} it only monitors. */
  public SuspiciousIpSettings withShields(Shield... values) {
    return new SuspiciousIpSettings(enabled, Set.of(values), allowlist, maxAttempts, rate);
  }

  /** With this allowlist. */
  public SuspiciousIpSettings withAllowlist(Allowlist value) {
    return new SuspiciousIpSettings(enabled, shields, value, maxAttempts, rate);
  }

  /** With this capacity, 1..2500 failed logins. */
  public SuspiciousIpSettings withMaxAttempts(int value) {
    return new SuspiciousIpSettings(enabled, shields, allowlist, value, rate);
  }
}
