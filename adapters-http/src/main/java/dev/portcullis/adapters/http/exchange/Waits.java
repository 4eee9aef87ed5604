package dev.portcullis.adapters.http.exchange;

import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import java.time.Duration;

/**
 * How long a client should wait before it tries again: the same time in the API and on the pages.
 * Every reply with 429 or 503 says so in {@code Retry-After} (RFC 9110 section 10.2.3), in whole
 * seconds from {@link #LEAST} to {@link #MOST}.
 */
public final class Waits {

  /** The shortest wait that a reply names. */
  public static final Duration LEAST = Duration.ofSeconds(1);

  /** The longest wait that a reply names. */
  public static final Duration MOST = Duration.ofDays(1);

  /** For what usually passes within seconds. */
  static final Duration SHORT = Duration.ofSeconds(5);

  private Waits() {}

  /** The wait after an outcome for which the provider names none. */
  public static Duration after(OutcomeCode code) {
    return switch (code) {
      // Auth0 refills a throttled address by about one attempt in a quarter of an hour; a blocked
      // user has to read a mail first.
      case IP_THROTTLED, BRUTE_FORCE_BLOCKED -> Duration.ofMinutes(15);
      case TOO_MANY_LOGINS -> Duration.ofMinutes(1);
      // Auth0 allows ten codes, and then one in six minutes.
      case TOO_MANY_CODES -> Duration.ofMinutes(6);
      case RATE_LIMITED -> Duration.ofSeconds(10);
      default -> SHORT;
    };
  }

  /** The wait after a fault: the one that it names, if any. */
  public static Duration after(ProviderFault fault) {
    Duration ours = after(fault.code());
    return switch (fault) {
      case ProviderFault.RateLimited(var retryAfter) -> retryAfter.getOrElse(ours);
      case ProviderFault.Overloaded(var retryAfter) -> retryAfter.getOrElse(ours);
      case ProviderFault.Misconfigured misconfigured -> ours;
      case ProviderFault.Unreachable unreachable -> ours;
      case ProviderFault.NoAnswer noAnswer -> ours;
      case ProviderFault.Unavailable unavailable -> ours;
      case ProviderFault.Unintelligible unintelligible -> ours;
    };
  }

  /** The wait in whole seconds, rounded up, at least {@link #LEAST} and at most {@link #MOST}. */
  public static Duration bounded(Duration wait) {
    if (wait.compareTo(LEAST) <= 0) {
      return LEAST;
    }
    return wait.compareTo(MOST) >= 0
        ? MOST
        : Duration.ofSeconds(wait.plusNanos(999_999_999).toSeconds());
  }
}
