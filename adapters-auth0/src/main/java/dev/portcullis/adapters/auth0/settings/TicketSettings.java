package dev.portcullis.adapters.auth0.settings;

import java.net.URI;
import java.time.Duration;

/**
 * The machine-to-machine application that makes reset links: an application of its own for the
 * Management API, with the scopes {@code read:users} and {@code create:user_tickets} and no others.
 * {@link #of} takes what is required; each {@code with…} method returns a copy. Immutable; prints
 * no secret.
 */
public final class TicketSettings {

  private final String clientId;
  private final ClientSecret clientSecret;
  private final String audience;
  private final String connection;
  private final Duration lifetime;

  private TicketSettings(
      String clientId,
      ClientSecret clientSecret,
      String audience,
      String connection,
      Duration lifetime) {
    this.clientId = Texts.require("clientId", clientId);
    this.clientSecret = clientSecret;
    this.audience = Texts.require("audience", audience);
    this.connection = Texts.require("connection", connection);
    this.lifetime = lifetime;
    if (lifetime.toSeconds() < 60 || lifetime.compareTo(Duration.ofDays(5)) > 0) {
      throw new IllegalArgumentException("lifetime: " + lifetime + " (expected: PT1M-PT120H)");
    }
  }

  /**
   * Settings with the audience {@code https://TENANT/api/v2/} and links that are valid for one
   * hour.
   *
   * @param tenant the tenant's base URI; the audience is derived from it
   * @param connection the database connection whose users can reset their passwords
   * @throws IllegalArgumentException if a text is blank or has control characters
   */
  public static TicketSettings of(
      URI tenant, String clientId, ClientSecret clientSecret, String connection) {
    return new TicketSettings(
        clientId,
        clientSecret,
        tenant.resolve("/api/v2/").toString(),
        connection,
        Duration.ofHours(1));
  }

  /** The Management API's identifier; required if the tenant is reached by a custom domain. */
  public TicketSettings withAudience(String value) {
    return new TicketSettings(clientId, clientSecret, value, connection, lifetime);
  }

  /** How long a link is valid: 1 minute to 5 days. */
  public TicketSettings withLifetime(Duration value) {
    return new TicketSettings(clientId, clientSecret, audience, connection, value);
  }

  public String clientId() {
    return clientId;
  }

  public ClientSecret clientSecret() {
    return clientSecret;
  }

  public String audience() {
    return audience;
  }

  public String connection() {
    return connection;
  }

  public Duration lifetime() {
    return lifetime;
  }

  @Override
  public String toString() {
    return "TicketSettings[" + clientId + ", " + connection + "]";
  }
}
