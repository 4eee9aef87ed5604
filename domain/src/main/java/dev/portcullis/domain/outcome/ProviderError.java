package dev.portcullis.domain.outcome;

/**
 * The provider's own words, kept for the operator.
 *
 * @param status the HTTP status, 100-599
 * @param code the {@code error} member if it is a code at all, else empty
 * @param description at most 200 characters without controls; may be empty
 */
public record ProviderError(int status, String code, String description) {}
