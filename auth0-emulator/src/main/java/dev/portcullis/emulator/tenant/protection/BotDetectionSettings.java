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

  /** How soon an address is risky; the emulator counts its failed logins. */
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

  /** Nothing is asked for, as in the tenants of the Terraform recordings. */
  public static BotDetectionSettings off() {
    return new BotDetectionSettings(Policy.NEVER, Level.MEDIUM, Allowlist.empty(), false);
  }

  /** Asks like that. */
  public static BotDetectionSettings asking(Policy policy) {
    return new BotDetectionSettings(policy, Level.MEDIUM, Allowlist.empty(), false);
  }
}
