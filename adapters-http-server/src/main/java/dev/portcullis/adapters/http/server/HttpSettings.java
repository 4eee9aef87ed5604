package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.intake.AddressSettings;
import dev.portcullis.adapters.http.server.tls.TlsSettings;
import io.vavr.collection.Seq;
import io.vavr.control.Option;

/**
 * Where the gateway listens.
 *
 * @param users the public listeners, where front ends and proxies connect: at least one, each with
 *     a name of its own
 * @param operators the admin listener, for health checks and metrics; keep it from the public
 * @param limits what a connection may take, and how long, on every listener
 */
public record HttpSettings(Seq<UserListener> users, Listener operators, HttpLimits limits) {

  static final String OPERATORS = "operators";

  public HttpSettings {
    if (users.isEmpty()) {
      throw new IllegalArgumentException("users: none (expected: at least one listener)");
    }
    Seq<String> names = users.map(UserListener::name).append(OPERATORS);
    if (names.distinct().size() < names.size()) {
      throw new IllegalArgumentException(
          "users: " + names.init().mkString(", ") + " (expected: each name once)");
    }
  }

  /**
   * A public listener.
   *
   * @param name its name in metrics and traces: 1-32 of a-z, 0-9 and -, not {@code operators}
   * @param on where it listens
   * @param address how it determines client addresses
   */
  public record UserListener(String name, Listener on, AddressSettings address) {

    public UserListener {
      if (!name.matches("[a-z0-9-]{1,32}") || name.equals(OPERATORS)) {
        throw new IllegalArgumentException(
            "name: " + name + " (expected: 1-32 of a-z, 0-9 and -, not " + OPERATORS + ")");
      }
    }
  }

  /**
   * A place to listen, and how connections to it are secured.
   *
   * @param where a TCP port or a Unix domain socket
   * @param tls the certificates; none for a plain listener
   */
  public record Listener(ListenAddress where, Option<TlsSettings> tls) {

    /** A place to listen without TLS. */
    public static Listener plain(ListenAddress where) {
      return new Listener(where, Option.none());
    }

    /** A TCP port without TLS; port 0 takes any free one. */
    public static Listener plain(String host, int port) {
      return plain(new ListenAddress.Tcp(host, port));
    }
  }
}
