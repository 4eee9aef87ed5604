package dev.portcullis.adapters.auth0.settings;

import java.net.URI;

/**
 * The machine-to-machine application that reads and changes the tenant's settings. {@link #of}
 * takes what is required; each {@code with…} method returns a copy. Immutable; prints no secret.
 */
public final class ManagementSettings {

  /** The scopes that reading needs. */
  public static final String SCOPES_TO_READ =
      "read:clients read:connections read:tenant_settings read:attack_protection"
          + " read:resource_servers read:logs read:network_acls read:custom_domains"
          + " read:log_streams read:actions";

  private final URI tenant;
  private final String clientId;
  private final ClientSecret clientSecret;
  private final String audience;
  private final Auth0Transport transport;

  private ManagementSettings(
      URI tenant,
      String clientId,
      ClientSecret clientSecret,
      String audience,
      Auth0Transport transport) {
    this.tenant = Texts.requireTenant(tenant);
    this.clientId = Texts.require("clientId", clientId);
    this.clientSecret = clientSecret;
    this.audience = Texts.require("audience", audience);
    this.transport = transport;
  }

  /**
   * Settings with the audience {@code https://TENANT/api/v2/} and {@link Auth0Transport#defaults}.
   *
   * @param tenant the base URI of the tenant's own domain, not of a custom one
   * @throws IllegalArgumentException if {@code tenant} is not a base URI, or {@code clientId} is
   *     blank or has control characters
   */
  public static ManagementSettings of(URI tenant, String clientId, ClientSecret clientSecret) {
    return new ManagementSettings(
        tenant,
        clientId,
        clientSecret,
        tenant.resolve("/api/v2/").toString(),
        Auth0Transport.defaults());
  }

  /** The Management API's identifier. */
  public ManagementSettings withAudience(String value) {
    return new ManagementSettings(tenant, clientId, clientSecret, value, transport);
  }

  /** Timeouts and the connection pool. */
  public ManagementSettings withTransport(Auth0Transport value) {
    return new ManagementSettings(tenant, clientId, clientSecret, audience, value);
  }

  public URI tenant() {
    return tenant;
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

  public Auth0Transport transport() {
    return transport;
  }

  @Override
  public String toString() {
    return "ManagementSettings[" + tenant + ", " + clientId + "]";
  }
}
