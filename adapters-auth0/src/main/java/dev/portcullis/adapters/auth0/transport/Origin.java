package dev.portcullis.adapters.auth0.transport;

import java.net.URI;
import java.util.Locale;

/** Scheme, host and port (RFC 6454): the only destination of a client. */
public record Origin(boolean secure, String host, int port) {

  public static Origin of(URI uri) {
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort() < 0 ? defaultPort(secure) : uri.getPort();
    return new Origin(secure, uri.getHost().toLowerCase(Locale.ROOT), port);
  }

  /** The host for a socket: an IPv6 address without brackets. */
  public String hostName() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** The value of the {@code Host} header. */
  String authority() {
    return port == defaultPort(secure) ? host : host + ":" + port;
  }

  /** Where a proxy is to connect to: always with the port. */
  String hostAndPort() {
    return host + ":" + port;
  }

  @Override
  public String toString() {
    return (secure ? "https://" : "http://") + authority();
  }

  private static int defaultPort(boolean secure) {
    return secure ? 443 : 80;
  }
}
