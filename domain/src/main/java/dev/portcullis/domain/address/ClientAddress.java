package dev.portcullis.domain.address;

import org.jspecify.annotations.Nullable;

/**
 * The end user's address, established and not merely claimed: only {@link AddressResolver} makes
 * one, so whatever takes a {@code ClientAddress} cannot be handed a guess.
 */
public final class ClientAddress {

  private final IpAddress value;

  ClientAddress(IpAddress value) {
    this.value = value;
  }

  public IpAddress value() {
    return value;
  }

  /**
   * The subscriber whose address this is, for counting: the address itself, or the /64 of an IPv6
   * address, of which one subscriber has every address (RFC 6177).
   */
  public String subscriber() {
    String literal = value.toString();
    return literal.indexOf(':') < 0
        ? literal
        : IpRange.covering(literal + "/64").fold(problem -> literal, IpRange::toString);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClientAddress that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** The canonical literal, as it goes into {@code auth0-forwarded-for}. */
  @Override
  public String toString() {
    return value.toString();
  }
}
