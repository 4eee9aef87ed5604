package dev.portcullis.emulator.tenant.protection;

/**
 * The tenant-wide limit of {@code POST /oauth/token} in requests per second, as its {@code
 * x-ratelimit} headers announce it; requests beyond it are refused only if {@code enforced}.
 */
public record TokenRateLimit(int perSecond, boolean enforced) {

  /** Checks the limit. */
  public TokenRateLimit {
    if (perSecond < 1) {
      throw new IllegalArgumentException("perSecond: " + perSecond + " (expected: >= 1)");
    }
  }

  /** Announced, not enforced: 30 per second, as free tenants have it. */
  public static TokenRateLimit announcedOnly() {
    return new TokenRateLimit(30, false);
  }

  /** With this many requests per second. */
  public TokenRateLimit withPerSecond(int value) {
    return new TokenRateLimit(value, enforced);
  }

  /** Enforced or only announced. */
  public TokenRateLimit withEnforced(boolean value) {
    return new TokenRateLimit(perSecond, value);
  }
}
