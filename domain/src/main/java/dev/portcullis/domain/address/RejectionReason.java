package dev.portcullis.domain.address;

import java.util.Locale;

/**
 * Why a request's address cannot be known. The codes are stable: metrics and callers key on them.
 */
public enum RejectionReason {
  PEER_UNKNOWN("The connection has no peer address."),
  UNTRUSTED_PEER("The connection does not come from a trusted proxy, and direct access is off."),
  CONNECTION_NOMINATES_SOURCE(
      "The Connection header names the header that carries the address, so any proxy may have"
          + " dropped it."),
  SOURCE_MISSING("The trusted proxy sent no X-Forwarded-For header."),
  TOO_LONG("The X-Forwarded-For header is longer than the limit."),
  TOO_MANY("The X-Forwarded-For header has more entries or lines than the limit."),
  EMPTY_ENTRY("A trusted proxy's entry of X-Forwarded-For is empty."),
  BAD_ENTRY("A trusted proxy's entry of X-Forwarded-For is not an address."),
  BAD_PORT("A trusted proxy's entry of X-Forwarded-For has a port that is none."),
  UNIDENTIFIED_ENTRY("A trusted proxy's entry of X-Forwarded-For hides the address."),
  ALL_TRUSTED("Every entry of X-Forwarded-For is a trusted proxy; none is an end user."),
  NOT_A_HOST("The address is unspecified, broadcast or multicast."),
  RESERVED_RESULT("The address is private or otherwise reserved, so it cannot be an end user's.");

  private final String explanation;

  RejectionReason(String explanation) {
    this.explanation = explanation;
  }

  /** The stable code, such as {@code all-trusted}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** One sentence for the operator. */
  public String explanation() {
    return explanation;
  }
}
