package dev.portcullis.domain.outcome;

import io.vavr.control.Option;
import java.time.Instant;

/**
 * What the provider says about its rate limit for the gateway's calls.
 *
 * @param limit how many calls it takes, at least 1; usually in a second
 * @param remaining how many of them are left, 0 to {@code limit}
 * @param refill when it will take more, by the provider's clock and in whole seconds; none if it
 *     did not say so
 */
public record ProviderQuota(int limit, int remaining, Option<Instant> refill) {

  public ProviderQuota {
    if (limit < 1 || remaining < 0 || remaining > limit) {
      throw new IllegalArgumentException(
          "limit, remaining: " + limit + ", " + remaining + " (expected: 0 <= remaining <= limit)");
    }
  }
}
