package dev.portcullis.emulator.tenant.protection;

/**
 * The tenant-wide limit of {@code POST /oauth/token} in requests per second, as its {@code
 * x-ratelimit} headers tell it; requests beyond it are refused only if {@code enforced}.
 */
public record TokenRateLimit(int perSecond, boolean enforced) {

  /** Checks the limit. */
  public TokenRateLimit {
    if (perSecond < 1) {
      throw new IllegalArgumentException("perSecond: " + perSecond + " (expected: >= 1)");
    }
  }

  /** Told, not enforced: 30 a second, as free tenants have it. */
  public static TokenRateLimit toldOnly() {
    return new TokenRateLimit(30, false);
  }
}
