package dev.portcullis.emulator.tenant.protection;

import dev.portcullis.emulator.address.Allowlist;
import java.time.Duration;
import java.util.Set;

/**
 * Suspicious IP throttling as {@code /api/v2/attack-protection/suspicious-ip-throttling} has it;
 * {@code login} is 1..2500 failed logins per address and 34,560 ms to one day.
 */
public record SuspiciousIpSettings(
    boolean enabled,
    Set<Shield> shields,
    Allowlist allowlist,
    Throttle login,
    Throttle signUp,
    Throttle tokenExchange) {

  private static final Duration FASTEST = Duration.ofMillis(34_560);

  /** Checks Auth0's ranges. */
  public SuspiciousIpSettings {
    if (login.maxAttempts() > 2500) {
      throw new IllegalArgumentException(
          "maxAttempts: " + login.maxAttempts() + " (expected: 1..2500)");
    }
    if (login.rate().compareTo(FASTEST) < 0) {
      throw new IllegalArgumentException(
          "rate: " + login.rate() + " (expected: 34560 ms to 86400000 ms)");
    }
    shields = Set.copyOf(shields);
  }

  /** Auth0's defaults: block after 100 failed logins, one given back every 864 s. */
  public static SuspiciousIpSettings defaults() {
    return new SuspiciousIpSettings(
        true,
        Set.of(Shield.BLOCK, Shield.ADMIN_NOTIFICATION),
        Allowlist.empty(),
        Throttle.LOGIN,
        Throttle.SIGN_UP,
        Throttle.TOKEN_EXCHANGE);
  }

  /** On or off. */
  public SuspiciousIpSettings withEnabled(boolean value) {
    return new SuspiciousIpSettings(value, shields, allowlist, login, signUp, tokenExchange);
  }

  /** With these shields; without {@link Shield#BLOCK} it only monitors. */
  public SuspiciousIpSettings withShields(Shield... values) {
    return withShields(Set.of(values));
  }

  /** With these shields; without {@link Shield#BLOCK} it only monitors. */
  public SuspiciousIpSettings withShields(Set<Shield> values) {
    return new SuspiciousIpSettings(enabled, values, allowlist, login, signUp, tokenExchange);
  }

  /** With this allowlist. */
  public SuspiciousIpSettings withAllowlist(Allowlist value) {
    return new SuspiciousIpSettings(enabled, shields, value, login, signUp, tokenExchange);
  }

  /** With this capacity, 1..2500 failed logins. */
  public SuspiciousIpSettings withMaxAttempts(int value) {
    return withLogin(login.withMaxAttempts(value));
  }

  /** With this stage for logins. */
  public SuspiciousIpSettings withLogin(Throttle value) {
    return new SuspiciousIpSettings(enabled, shields, allowlist, value, signUp, tokenExchange);
  }

  /** With this stage for sign-ups. */
  public SuspiciousIpSettings withSignUp(Throttle value) {
    return new SuspiciousIpSettings(enabled, shields, allowlist, login, value, tokenExchange);
  }

  /** With this stage for custom token exchange. */
  public SuspiciousIpSettings withTokenExchange(Throttle value) {
    return new SuspiciousIpSettings(enabled, shields, allowlist, login, signUp, value);
  }
}
