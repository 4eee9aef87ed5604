package dev.portcullis.adapters.auth0.settings;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.net.URI;

/**
 * The tenant that checks the passwords, the application as which the gateway calls it, and what a
 * login requests. {@link #of} takes what is required; each {@code with…} method returns a copy with
 * one setting changed. Immutable; prints no secret.
 */
public final class Auth0Settings {

  private final URI tenant;
  private final String clientId;
  private final ClientSecret clientSecret;
  private final Option<ClientSecret> oldClientSecret;
  private final ClientAuthentication clientAuthentication;
  private final Option<String> realm;
  private final Option<String> audience;
  private final Option<String> scope;
  private final Option<String> resetConnection;
  private final boolean text401IsWrongCredentials;
  private final Auth0Transport transport;

  private Auth0Settings(
      URI tenant,
      String clientId,
      ClientSecret clientSecret,
      Option<ClientSecret> oldClientSecret,
      ClientAuthentication clientAuthentication,
      Option<String> realm,
      Option<String> audience,
      Option<String> scope,
      Option<String> resetConnection,
      boolean text401IsWrongCredentials,
      Auth0Transport transport) {
    this.tenant = Texts.requireTenant(tenant);
    this.clientId = Texts.require("clientId", clientId);
    this.clientSecret = clientSecret;
    this.oldClientSecret = oldClientSecret;
    this.clientAuthentication = clientAuthentication;
    this.realm = realm.map(value -> Texts.require("realm", value));
    this.audience = audience.map(value -> Texts.require("audience", value));
    this.scope = scope.map(value -> Texts.require("scope", value));
    this.resetConnection = resetConnection.map(value -> Texts.require("resetConnection", value));
    this.text401IsWrongCredentials = text401IsWrongCredentials;
    this.transport = transport;
  }

  /**
   * Settings with the default for everything else: {@code client_secret_post}, the tenant's default
   * directory, no audience, no scope, no reset mails, and {@link Auth0Transport#defaults}.
   *
   * @param tenant the tenant's base URI, {@code https://example.eu.auth0.com}, or a custom domain;
   *     plain http only to a loopback host, for an emulator
   * @throws IllegalArgumentException if {@code tenant} is not such a URI, or {@code clientId} is
   *     blank or has control characters; the message contains no secret
   */
  public static Auth0Settings of(URI tenant, String clientId, ClientSecret clientSecret) {
    return new Auth0Settings(
        tenant,
        clientId,
        clientSecret,
        Option.none(),
        ClientAuthentication.CLIENT_SECRET_POST,
        Option.none(),
        Option.none(),
        Option.none(),
        Option.none(),
        false,
        Auth0Transport.defaults());
  }

  /** The same application at another tenant, or at another domain of the tenant. */
  public Auth0Settings withTenant(URI value) {
    return new Auth0Settings(
        value,
        clientId,
        clientSecret,
        oldClientSecret,
        clientAuthentication,
        realm,
        audience,
        scope,
        resetConnection,
        text401IsWrongCredentials,
        transport);
  }

  /** How the application proves its identity. */
  public Auth0Settings withClientAuthentication(ClientAuthentication value) {
    return new Auth0Settings(
        tenant,
        clientId,
        clientSecret,
        oldClientSecret,
        value,
        realm,
        audience,
        scope,
        resetConnection,
        text401IsWrongCredentials,
        transport);
  }

  /**
   * The secret before {@link #clientSecret}, which counts while the tenant refuses that one; see
   * {@code Auth0Client.prove}.
   */
  public Auth0Settings withOldClientSecret(ClientSecret value) {
    return new Auth0Settings(
        tenant,
        clientId,
        clientSecret,
        Option.some(value),
        clientAuthentication,
        realm,
        audience,
        scope,
        resetConnection,
        text401IsWrongCredentials,
        transport);
  }

  /** The name of the connection to log in to, in place of the tenant's default directory. */
  public Auth0Settings withRealm(String value) {
    return new Auth0Settings(
        tenant,
        clientId,
        clientSecret,
        oldClientSecret,
        clientAuthentication,
        Option.some(value),
        audience,
        scope,
        resetConnection,
        text401IsWrongCredentials,
        transport);
  }

  /** The API that access tokens are for. */
  public Auth0Settings withAudience(String value) {
    return new Auth0Settings(
        tenant,
        clientId,
        clientSecret,
        oldClientSecret,
        clientAuthentication,
        realm,
        Option.some(value),
        scope,
        resetConnection,
        text401IsWrongCredentials,
        transport);
  }

  /** The scopes to request, separated by spaces. */
  public Auth0Settings withScope(String value) {
    return new Auth0Settings(
        tenant,
        clientId,
        clientSecret,
        oldClientSecret,
        clientAuthentication,
        realm,
        audience,
        Option.some(value),
        resetConnection,
        text401IsWrongCredentials,
        transport);
  }

  /** The database connection whose users can get a reset mail, in place of the realm. */
  public Auth0Settings withResetConnection(String value) {
    return new Auth0Settings(
        tenant,
        clientId,
        clientSecret,
        oldClientSecret,
        clientAuthentication,
        realm,
        audience,
        scope,
        Option.some(value),
        text401IsWrongCredentials,
        transport);
  }

  /**
   * Whether a login answered with 401 and a {@code text/…} body that is not Auth0's JSON has wrong
   * credentials, as some proxies and other providers say it. By default, and for every other such
   * answer, the fault is {@code Unintelligible} and names the status and the media type.
   */
  public Auth0Settings withText401AsWrongCredentials(boolean value) {
    return new Auth0Settings(
        tenant,
        clientId,
        clientSecret,
        oldClientSecret,
        clientAuthentication,
        realm,
        audience,
        scope,
        resetConnection,
        value,
        transport);
  }

  /** Timeouts and the connection pool. */
  public Auth0Settings withTransport(Auth0Transport value) {
    return new Auth0Settings(
        tenant,
        clientId,
        clientSecret,
        oldClientSecret,
        clientAuthentication,
        realm,
        audience,
        scope,
        resetConnection,
        text401IsWrongCredentials,
        value);
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

  /** The secret and the one before it, in the order in which they are tried. */
  public Seq<ClientSecret> clientSecrets() {
    return Vector.of(clientSecret).appendAll(oldClientSecret);
  }

  public ClientAuthentication clientAuthentication() {
    return clientAuthentication;
  }

  public Option<String> realm() {
    return realm;
  }

  public Option<String> audience() {
    return audience;
  }

  public Option<String> scope() {
    return scope;
  }

  public Option<String> resetConnection() {
    return resetConnection;
  }

  public boolean text401IsWrongCredentials() {
    return text401IsWrongCredentials;
  }

  public Auth0Transport transport() {
    return transport;
  }

  @Override
  public String toString() {
    return "Auth0Settings[" + tenant + ", " + clientId + "]";
  }
}
