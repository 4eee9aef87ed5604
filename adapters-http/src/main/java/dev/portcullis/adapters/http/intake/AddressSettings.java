package dev.portcullis.adapters.http.intake;

import dev.portcullis.domain.address.ClientAddressPolicy;
import io.vavr.control.Option;

/**
 * How one listener learns whose address a request comes from.
 *
 * @param policy what decides
 * @param version which settings these are, as traces name them
 * @param trace which decisions are written down step by step
 * @param candidate what decides nothing, but is compared with the policy on every request
 */
public record AddressSettings(
    ClientAddressPolicy policy,
    String version,
    TraceMode trace,
    Option<ClientAddressPolicy> candidate) {

  /** Which decisions are written down step by step. */
  public enum TraceMode {
    /** None; costs nothing. */
    OFF,
    /** Those that refuse a request. */
    REJECTED,
    /** One in a hundred, the first among them. */
    SAMPLED,
    /** Every one; for a test, not for the public. */
    ALL
  }

  /** These settings with another policy of another version. */
  public AddressSettings with(ClientAddressPolicy otherPolicy, String otherVersion) {
    return new AddressSettings(otherPolicy, otherVersion, trace, candidate);
  }
}
