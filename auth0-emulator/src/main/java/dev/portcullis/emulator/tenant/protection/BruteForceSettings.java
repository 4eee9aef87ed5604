package dev.portcullis.emulator.tenant.protection;

import dev.portcullis.emulator.address.Allowlist;
import java.util.Set;

/**
 * Brute-force protection as {@code /api/v2/attack-protection/brute-force-protection} has it; {@code
 * maxAttempts} is 1..100.
 */
public record BruteForceSettings(
    boolean enabled, Set<Shield> shields, Mode mode, Allowlist allowlist, int maxAttempts) {

  /** What one counter counts. */
  public enum Mode {
    /** {@code count_per_identifier_and_ip}, Auth0's default. */
    COUNT_PER_IDENTIFIER_AND_IP,
    /** {@code count_per_identifier}: account lockout, from every address. */
    COUNT_PER_IDENTIFIER
  }

  /** Checks Auth0's range. */
  public BruteForceSettings {
    if (maxAttempts < 1 || maxAttempts > 100) {
      throw new IllegalArgumentException("maxAttempts: " + maxAttempts + " (expected: 1..100)");
    }
    shields = Set.copyOf(shields);
  }

  /** Auth0's defaults: block and notify, per identifier and address, after 10 attempts. */
  public static BruteForceSettings defaults() {
    return new BruteForceSettings(
        true,
        Set.of(Shield.BLOCK, Shield.USER_NOTIFICATION),
        Mode.COUNT_PER_IDENTIFIER_AND_IP,
        Allowlist.empty(),
        10);
  }

  /** On or off. */
  public BruteForceSettings withEnabled(boolean value) {
    return new BruteForceSettings(value, shields, mode, allowlist, maxAttempts);
  }

  /** With these shields; with none it only monitors. */
  public BruteForceSettings withShields(Shield... values) {
    return withShields(Set.of(values));
  }

  /** With these shields; with none it only monitors. */
  public BruteForceSettings withShields(Set<Shield> values) {
    return new BruteForceSettings(enabled, values, mode, allowlist, maxAttempts);
  }

  /** With this mode. */
  public BruteForceSettings withMode(Mode value) {
    return new BruteForceSettings(enabled, shields, value, allowlist, maxAttempts);
  }

  /** With this allowlist. */
  public BruteForceSettings withAllowlist(Allowlist value) {
    return new BruteForceSettings(enabled, shields, mode, value, maxAttempts);
  }

  /** With this threshold, 1..100 failed attempts. */
  public BruteForceSettings withMaxAttempts(int value) {
    return new BruteForceSettings(enabled, shields, mode, allowlist, value);
  }
}
