package dev.portcullis.domain.address;

/** Which one thing says where a request comes from. There is exactly one, and no fallback. */
public sealed interface AddressSource {

  /** The de-facto list {@code X-Forwarded-For}, walked from the right. */
  record XForwardedFor() implements AddressSource {}

  /** The list {@code Forwarded} of RFC 7239, read strictly and walked from the right. */
  record Forwarded() implements AddressSource {}

  /** A header that the proxy overwrites with one address. */
  record SingleHeader(String name, Format format) implements AddressSource {}

  /** The source address of the PROXY header. */
  record ProxyProtocol() implements AddressSource {}

  /** The peer itself; no header is read. */
  record Peer() implements AddressSource {}

  /** How a single header writes the address. */
  enum Format {
    /** A bare address. */
    IP,
    /** An address, or IPv4 with a port, or bracketed IPv6 with or without one. */
    IP_OPTIONAL_PORT,
    /** Always a port after the last colon, IPv6 without brackets (CloudFront-Viewer-Address). */
    IP_COLON_PORT
  }
}
