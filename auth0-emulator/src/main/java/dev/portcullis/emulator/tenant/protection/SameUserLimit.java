package dev.portcullis.emulator.tenant.protection;

/**
 * How many logins one address may try for one user, successful or not: {@code burst} at once, then
 * {@code perMinute}.
 */
public record SameUserLimit(boolean enforced, int burst, int perMinute) {

  /** Checks that both numbers are positive. */
  public SameUserLimit {
    if (burst < 1 || perMinute < 1) {
      throw new IllegalArgumentException(
          "same-user limit: " + burst + ", " + perMinute + " (expected: >= 1)");
    }
  }

  /** Auth0's limit: 20, then 10 per minute. */
  public static SameUserLimit auth0Defaults() {
    return new SameUserLimit(true, 20, 10);
  }

  /** No limit, so that a test or a load run may use one user. */
  public static SameUserLimit off() {
    return new SameUserLimit(false, 20, 10);
  }

  /** Enforced or not. */
  public SameUserLimit withEnforced(boolean value) {
    return new SameUserLimit(value, burst, perMinute);
  }

  /** With this many logins at once. */
  public SameUserLimit withBurst(int value) {
    return new SameUserLimit(enforced, value, perMinute);
  }

  /** With this many logins per minute after the burst. */
  public SameUserLimit withPerMinute(int value) {
    return new SameUserLimit(enforced, burst, value);
  }
}
