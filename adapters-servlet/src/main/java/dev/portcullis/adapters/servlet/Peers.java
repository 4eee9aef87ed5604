package dev.portcullis.adapters.servlet;

import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** Turns what a container has of a socket into a peer. */
final class Peers {

  private Peers() {}

  static Peer of(SocketChannel socket) {
    try {
      SocketAddress address = socket.getRemoteAddress();
      if (address instanceof InetSocketAddress inet && inet.getAddress() != null) {
        return IpAddress.ofBytes(inet.getAddress().getAddress())
            .<Peer>map(Peer.Inet::new)
            .getOrElse(new Peer.Unknown());
      }
      return address instanceof UnixDomainSocketAddress ? new Peer.Unix() : new Peer.Unknown();
    } catch (IOException e) {
      // The connection is gone.
      return new Peer.Unknown();
    }
  }

  /** An address as the JDK prints it: with the zone, if it is of this link. */
  static Peer ofText(@Nullable String text) {
    if (text == null) {
      return new Peer.Unknown();
    }
    int zone = text.indexOf('%');
    return IpAddress.parse(zone < 0 ? text : text.substring(0, zone))
        .<Peer>map(Peer.Inet::new)
        .getOrElse(new Peer.Unknown());
  }
}
