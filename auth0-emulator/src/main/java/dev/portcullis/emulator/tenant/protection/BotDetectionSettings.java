package dev.portcullis.emulator.tenant.protection;

import dev.portcullis.emulator.address.Allowlist;

/**
 * Bot detection as {@code /api/v2/attack-protection/bot-detection} has it; {@code policy} is {@code
 * challenge_password_policy}.
 */
public record BotDetectionSettings(
    Policy policy, Level level, Allowlist allowlist, boolean monitoring) {

  /** When a login has to be verified. */
  public enum Policy {
    /** {@code never}. */
    NEVER,
    /** {@code when_risky}. */
    WHEN_RISKY,
    /** {@code always}. */
    ALWAYS
  }

  /** How soon an address counts as risky; the emulator counts its failed logins. */
  public enum Level {
    /** {@code low}: from 10 failed logins. */
    LOW(10),
    /** {@code medium}: from 5. */
    MEDIUM(5),
    /** {@code high}: from 3. */
    HIGH(3);

    private final int failures;

    Level(int failures) {
      this.failures = failures;
    }

    /** The failed logins that make an address risky. */
    public int failures() {
      return failures;
    }
  }

  /** No verification, as in the tenants of the Terraform recordings. */
  public static BotDetectionSettings off() {
    return new BotDetectionSettings(Policy.NEVER, Level.MEDIUM, Allowlist.empty(), false);
  }

  /** Requires verification by this policy. */
  public static BotDetectionSettings challenging(Policy policy) {
    return new BotDetectionSettings(policy, Level.MEDIUM, Allowlist.empty(), false);
  }

  /** With this policy. */
  public BotDetectionSettings withPolicy(Policy value) {
    return new BotDetectionSettings(value, level, allowlist, monitoring);
  }

  /** With this level. */
  public BotDetectionSettings withLevel(Level value) {
    return new BotDetectionSettings(policy, value, allowlist, monitoring);
  }

  /** With this allowlist. */
  public BotDetectionSettings withAllowlist(Allowlist value) {
    return new BotDetectionSettings(policy, level, value, monitoring);
  }

  /** In monitoring mode or not. */
  public BotDetectionSettings withMonitoring(boolean value) {
    return new BotDetectionSettings(policy, level, allowlist, value);
  }
}
