package dev.portcullis.domain.address;

/** The other end of a connection, as the kernel says. */
public sealed interface Peer {

  /** An address. */
  record Inet(IpAddress address) implements Peer {}

  /** A Unix socket. */
  record Unix() implements Peer {}

  /** The kernel does not say, because the connection is gone. */
  record Unknown() implements Peer {}
}
