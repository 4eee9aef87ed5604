package dev.portcullis.adapters.auth0.settings;

import java.time.Duration;

/**
 * A machine-to-machine application of its own for the Management API, with the scopes {@code
 * read:users} and {@code create:user_tickets} and no others.
 *
 * @param audience the Management API's identifier, {@code https://TENANT/api/v2/}; a custom domain
 *     does not change it
 * @param connection the database connection whose users can reset their passwords
 * @param lifetime how long a link is good
 */
public record TicketSettings(
    String clientId,
    ClientSecret clientSecret,
    String audience,
    String connection,
    Duration lifetime) {

  public TicketSettings {
    requireText("clientId", clientId);
    requireText("audience", audience);
    requireText("connection", connection);
    if (lifetime.toSeconds() < 60 || lifetime.compareTo(Duration.ofDays(5)) > 0) {
      throw new IllegalArgumentException("lifetime: " + lifetime + " (expected: PT1M-PT120H)");
    }
  }

  private static void requireText(String name, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(name + ": blank (expected: text)");
    }
  }
}
