package dev.portcullis.adapters.auth0.settings;

import io.vavr.control.Option;
import java.net.URI;

/**
 * Which tenant, as which application, asking for what. Prints no secret.
 *
 * @param tenant the tenant's base URI, {@code https://example.eu.auth0.com}; plain http only to a
 *     loopback host, for an emulator
 * @param realm the connection's name; without one the tenant's default directory is asked
 * @param audience the API that the access token is for
 * @param scope the scopes asked for, separated by spaces
 * @param resetConnection the database connection whose users can be mailed a reset; without one the
 *     realm
 */
public record Auth0Settings(
    URI tenant,
    String clientId,
    ClientSecret clientSecret,
    ClientAuthentication clientAuthentication,
    Option<String> realm,
    Option<String> audience,
    Option<String> scope,
    Option<String> resetConnection,
    Auth0Transport transport) {

  public Auth0Settings {
    requireTenant(tenant);
    requireText("clientId", clientId);
    realm.forEach(value -> requireText("realm", value));
    audience.forEach(value -> requireText("audience", value));
    scope.forEach(value -> requireText("scope", value));
    resetConnection.forEach(value -> requireText("resetConnection", value));
  }

  private static void requireTenant(URI tenant) {
    boolean bare =
        tenant.getHost() != null
            && tenant.getRawUserInfo() == null
            && tenant.getRawQuery() == null
            && tenant.getRawFragment() == null
            && (tenant.getRawPath().isEmpty() || tenant.getRawPath().equals("/"));
    if (!bare || tenant.getPort() > 65_535 || tenant.getPort() == 0) {
      // A URI can hold a password, so none is printed before it is known to hold none.
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
  }

  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127(\\.\\d{1,3}){3}");
  }

  private static void requireText(String name, String value) {
    if (value.isBlank() || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          name + ": " + (value.isBlank() ? "blank" : "control characters") + " (expected: text)");
    }
  }
}
