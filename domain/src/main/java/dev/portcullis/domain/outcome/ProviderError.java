package dev.portcullis.domain.outcome;

/**
 * The provider's own words, kept for the operator.
 *
 * @param status the HTTP status, 100-599
 * @param code the {@code error} member if it is a code at all, else empty
 * @param description at most 200 characters without controls; may be empty
 * @param mediaType what an answer without a code claimed to be, such as {@code text/html}, in lower
 *     case and without parameters; empty if it has a code or claimed nothing valid
 */
public record ProviderError(int status, String code, String description, String mediaType) {

  /** An answer with a code, or of no known media type. */
  public ProviderError(int status, String code, String description) {
    this(status, code, description, "");
  }
}
