package dev.portcullis.domain.address;

import io.vavr.control.Option;
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
    return value.isV4() ? value.toString() : value.network(64) + "/64";
  }

  /**
   * The /48 of an IPv6 address, which is at most one site (RFC 6177), for counting; none for IPv4.
   */
  public Option<String> network() {
    return Option.when(!value.isV4(), () -> value.network(48) + "/48");
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
