package dev.portcullis.domain.outcome;

import io.vavr.control.Option;

/**
 * What the provider answered to one call.
 *
 * @param answer the answer, or why there is none
 * @param upstream what the provider's own logs call the request
 * @param quota what the provider said about its rate limit for this kind of call
 */
public record ProviderReply<T>(
    T answer, Option<ProviderRequestId> upstream, Option<ProviderQuota> quota) {

  /** An answer without a word about a rate limit. */
  public ProviderReply(T answer, Option<ProviderRequestId> upstream) {
    this(answer, upstream, Option.none());
  }

  /** An answer of which the provider's logs know nothing. */
  public static <T> ProviderReply<T> of(T answer) {
    return new ProviderReply<>(answer, Option.none());
  }
}
