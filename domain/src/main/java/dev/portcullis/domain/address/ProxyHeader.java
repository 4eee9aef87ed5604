package dev.portcullis.domain.address;

/** What a well-formed PROXY header says. */
public sealed interface ProxyHeader {

  /** The connection was made for this address; {@code port} is 0-65535. */
  record Source(IpAddress address, int port) implements ProxyHeader {}

  /** The connection is the proxy's own: UNKNOWN, LOCAL. */
  record NoAddress() implements ProxyHeader {}
}
