package dev.portcullis.domain.outcome;

import io.vavr.control.Option;

/**
 * What came of one call to the provider.
 *
 * @param answer the answer, or why there is none
 * @param upstream where the provider's own logs tell more
 */
public record ProviderReply<T>(T answer, Option<ProviderRequestId> upstream) {

  /** An answer of which the provider's logs know nothing. */
  public static <T> ProviderReply<T> of(T answer) {
    return new ProviderReply<>(answer, Option.none());
  }
}
