package dev.portcullis.domain.outcome;

import io.vavr.control.Option;

/**
 * What the provider answered to one call.
 *
 * @param answer the answer, or why there is none
 * @param upstream what the provider's own logs call the request
 */
public record ProviderReply<T>(T answer, Option<ProviderRequestId> upstream) {

  /** An answer of which the provider's logs know nothing. */
  public static <T> ProviderReply<T> of(T answer) {
    return new ProviderReply<>(answer, Option.none());
  }
}
