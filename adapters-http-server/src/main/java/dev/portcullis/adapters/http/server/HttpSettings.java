package dev.portcullis.adapters.http.server;

import dev.portcullis.adapters.http.intake.AddressSettings;
import io.vavr.collection.Seq;
import java.time.Duration;

/**
 * Where the gateway listens.
 *
 * @param users the public listeners, where front ends and proxies connect: at least one, each with
 *     a name of its own
 * @param operators the admin listener, for health checks and metrics; keep it from the public
 * @param drain how long a stop waits for logins in progress, 0 s to 5 min
 * @param idle how long a connection may stay silent between requests, 1 s to 1 h
 */
public record HttpSettings(
    Seq<UserListener> users, Listener operators, Duration drain, Duration idle) {

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
    check("drain", drain, Duration.ZERO, Duration.ofMinutes(5));
    check("idle", idle, Duration.ofSeconds(1), Duration.ofHours(1));
  }

  private static void check(String name, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }

  /**
   * A public listener.
   *
   * @param name its name in metrics and traces: 1-32 of a-z, 0-9 and -, not {@code operators}
   * @param address how it determines client addresses
   */
  public record UserListener(String name, Listener where, AddressSettings address) {

    public UserListener {
      if (!name.matches("[a-z0-9-]{1,32}") || name.equals(OPERATORS)) {
        throw new IllegalArgumentException(
            "name: " + name + " (expected: 1-32 of a-z, 0-9 and -, not " + OPERATORS + ")");
      }
    }
  }

  /**
   * A local address to listen on.
   *
   * @param host an address or name of this machine; 0.0.0.0 for every IPv4 address, :: for all
   * @param port 0-65535; 0 takes any free one
   */
  public record Listener(String host, int port) {

    public Listener {
      if (host.isBlank()) {
        throw new IllegalArgumentException("host: blank (expected: an address, such as 127.0.0.1)");
      }
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port: " + port + " (expected: 0-65535)");
      }
    }
  }
}
