package dev.portcullis.adapters.auth0.transport;

import java.net.URI;
import java.util.Locale;

/** Scheme, host and port (RFC 6454), for which alone the client has connections. */
public record Origin(boolean secure, String host, int port) {

  public static Origin of(URI uri) {
    boolean secure = "https".equalsIgnoreCase(uri.getScheme());
    int port = uri.getPort() < 0 ? defaultPort(secure) : uri.getPort();
    return new Origin(secure, uri.getHost().toLowerCase(Locale.ROOT), port);
  }

  /** The host as sockets take it: an IPv6 address without brackets. */
  public String hostName() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** What goes into {@code Host}. */
  String authority() {
    return port == defaultPort(secure) ? host : host + ":" + port;
  }

  @Override
  public String toString() {
    return (secure ? "https://" : "http://") + authority();
  }

  private static int defaultPort(boolean secure) {
    return secure ? 443 : 80;
  }
}
