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
    PEER("direct"),
    /** The PROXY header of the connection. */
    PROXY_PROTOCOL("proxy-protocol"),
    /** An entry of X-Forwarded-For. */
    X_FORWARDED_FOR("xff"),
    /** An element of Forwarded. */
    FORWARDED("forwarded"),
    /** A header that holds one address. */
    HEADER("header");

    private final String word;

    Via(String word) {
      this.word = word;
    }

    /** As in settings and traces. */
    public String word() {
      return word;
    }
  }
}
