package dev.portcullis.adapters.auth0.settings;

import java.net.URI;

/**
 * The machine-to-machine application that reads and mends the tenant's settings. Prints no secret.
 *
 * @param tenant the tenant's own domain, not a custom one, as a base URI
 * @param audience the Management API's identifier, {@code https://TENANT/api/v2/}
 */
public record ManagementSettings(
    URI tenant,
    String clientId,
    ClientSecret clientSecret,
    String audience,
    Auth0Transport transport) {

  /** The scopes that reading needs. */
  public static final String SCOPES_TO_READ =
      "read:clients read:connections read:tenant_settings read:attack_protection"
          + " read:resource_servers read:logs";

  /** The scopes that mending needs beside those. */
  public static final String SCOPES_TO_MEND =
      "update:clients update:connections update:tenant_settings update:attack_protection";
}
