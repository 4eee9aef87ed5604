package dev.portcullis.adapters.http;

import java.time.Duration;

/**
 * Where the gateway listens.
 *
 * @param users where front ends and proxies connect
 * @param operators where health checks and metrics are read; keep it from the public
 * @param drain how long a stop waits for logins under way, 0 s to 5 min
 * @param idle how long a connection may stay silent between requests, 1 s to 1 h
 */
public record HttpSettings(Listener users, Listener operators, Duration drain, Duration idle) {

  public HttpSettings {
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
