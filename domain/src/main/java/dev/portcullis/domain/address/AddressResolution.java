package dev.portcullis.domain.address;

/** Whether the end user's address is known. There is no third answer, and none is ever guessed. */
public sealed interface AddressResolution {

  /** The address is known. */
  record Resolved(ClientAddress address, Via via) implements AddressResolution {}

  /** The address cannot be known: the login is refused and Auth0 is not called. */
  record Rejected(RejectionReason reason) implements AddressResolution {}

  /** How the address came to be known. */
  enum Via {
    /** The peer is the end user; no header was read. */
    PEER,
    /** The rightmost entry of X-Forwarded-For that is no trusted proxy. */
    X_FORWARDED_FOR
  }
}
