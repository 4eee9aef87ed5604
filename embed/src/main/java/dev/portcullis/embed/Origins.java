package dev.portcullis.embed;

import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.Peer;
import dev.portcullis.domain.address.RequestOrigin;
import dev.portcullis.domain.address.RequestOrigin.HeaderLines;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells the gateway where a request comes from, in the terms of the JDK. Pass on what the server
 * received: the address of the connection itself, not one that a filter or a container has
 * replaced, and every header line. Which of it counts is decided by the policy.
 */
public final class Origins {

  private Origins() {}

  /**
   * A request with these header lines.
   *
   * @param peer the other end of the connection; null, or a host name that is not resolved, if the
   *     server does not know it, and the login is then refused
   * @param headers the lines by name, in any case, each as it was received: neither split nor
   *     joined; copied
   */
  public static RequestOrigin of(
      @Nullable SocketAddress peer, java.util.Map<String, List<String>> headers) {
    Map<String, Seq<String>> lines = HashMap.empty();
    for (java.util.Map.Entry<String, List<String>> header : headers.entrySet()) {
      lines =
          lines.put(lowerCase(header.getKey()), Vector.ofAll(header.getValue()), Seq::appendAll);
    }
    Map<String, Seq<String>> all = lines;
    return of(peer, name -> all.getOrElse(lowerCase(name), Vector.empty()));
  }

  /**
   * A request whose header lines can be asked for by name, as a servlet's can:
   *
   * <pre>{@code
   * Origins.of(peer, name -> Vector.ofAll(Collections.list(request.getHeaders(name))))
   * }</pre>
   *
   * @param headers compares names without case, and is called before the login returns
   */
  public static RequestOrigin of(@Nullable SocketAddress peer, HeaderLines headers) {
    return RequestOrigin.of(peer(peer), headers);
  }

  private static Peer peer(@Nullable SocketAddress address) {
    return switch (address) {
      case InetSocketAddress inet when inet.getAddress() != null ->
          IpAddress.ofBytes(inet.getAddress().getAddress())
              .<Peer>map(Peer.Inet::new)
              .getOrElse(new Peer.Unknown());
      case UnixDomainSocketAddress unix -> new Peer.Unix();
      case null, default -> new Peer.Unknown();
    };
  }

  private static String lowerCase(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
