package dev.portcullis.adapters.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;

/** A local address to listen on. Its {@code toString} is how operators write it. */
public sealed interface ListenAddress {

  /**
   * A TCP port.
   *
   * @param host an address or name of this machine; 0.0.0.0 for every IPv4 address, :: for all
   * @param port 0-65535; 0 takes any free one
   */
  record Tcp(String host, int port) implements ListenAddress {

    public Tcp {
      if (host.isBlank()) {
        throw new IllegalArgumentException("host: blank (expected: an address, such as 127.0.0.1)");
      }
      if (port < 0 || port > 65535) {
        throw new IllegalArgumentException("port: " + port + " (expected: 0-65535)");
      }
    }

    @Override
    public String toString() {
      return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
  }

  /**
   * A Unix domain socket. A socket that a stopped process has left at the path is replaced.
   *
   * @param path absolute, at most 107 bytes (unix(7))
   */
  record Unix(Path path) implements ListenAddress {

    private static final int MOST = 107;

    public Unix {
      if (!path.isAbsolute() || path.toString().getBytes(UTF_8).length > MOST) {
        throw new IllegalArgumentException(
            "path: " + path + " (expected: an absolute path of at most " + MOST + " bytes)");
      }
    }

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }
}
