package dev.portcullis.adapters.auth0.settings;

import java.net.URI;

/** Checks the texts of settings. */
final class Texts {

  private Texts() {}

  /** The text, unless it is blank or has control characters. */
  static String require(String name, String value) {
    if (value.isBlank() || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          name + ": " + (value.isBlank() ? "blank" : "control characters") + " (expected: text)");
    }
    return value;
  }

  /** The URI, if it is a base URI with https, or with http and a loopback host. */
  static URI requireTenant(URI tenant) {
    boolean bare =
        tenant.getHost() != null
            && tenant.getRawUserInfo() == null
            && tenant.getRawQuery() == null
            && tenant.getRawFragment() == null
            && (tenant.getRawPath().isEmpty() || tenant.getRawPath().equals("/"));
    if (!bare || tenant.getPort() > 65_535 || tenant.getPort() == 0) {
      // A URI can hold a password, so it is printed only once it is known to hold none.
      throw new IllegalArgumentException(
          "tenant: not a base URI (expected: scheme://host or scheme://host:port)");
    }
    boolean safe =
        "https".equalsIgnoreCase(tenant.getScheme())
            || ("http".equalsIgnoreCase(tenant.getScheme()) && isLoopback(tenant.getHost()));
    if (!safe) {
      throw new IllegalArgumentException(
          "tenant: " + tenant + " (expected: https, or http to a loopback host)");
    }
    return tenant;
  }

  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }
}
