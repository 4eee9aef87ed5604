package dev.portcullis.adapters.http.intake;

import dev.portcullis.domain.address.ClientAddressPolicy;
import io.vavr.control.Option;

/**
 * How one listener determines client addresses.
 *
 * @param policy the policy in force
 * @param version the name of these settings in traces
 * @param trace which decisions are traced step by step
 * @param candidate a policy that decides nothing, but is compared with the one in force at every
 *     request
 */
public record AddressSettings(
    ClientAddressPolicy policy,
    String version,
    TraceMode trace,
    Option<ClientAddressPolicy> candidate) {

  /** Which decisions are traced step by step. */
  public enum TraceMode {
    /** None; costs nothing. */
    OFF,
    /** Those that reject a request. */
    REJECTED,
    /** One in a hundred, the first included. */
    SAMPLED,
    /** All; for tests, not for production. */
    ALL
  }

  /** The same settings with another policy and version. */
  public AddressSettings with(ClientAddressPolicy otherPolicy, String otherVersion) {
    return new AddressSettings(otherPolicy, otherVersion, trace, candidate);
  }
}
