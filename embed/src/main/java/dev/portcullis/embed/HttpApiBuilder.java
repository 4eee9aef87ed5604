package dev.portcullis.embed;

import dev.portcullis.adapters.http.HttpApi;
import dev.portcullis.adapters.http.exchange.Endpoint;
import dev.portcullis.adapters.http.intake.CallerChoices;
import dev.portcullis.adapters.http.intake.CallerOrigins;

/**
 * Composes the HTTP API of one listener of a {@link Portcullis}. Immutable: every method returns
 * another builder.
 */
public final class HttpApiBuilder {

  private final Portcullis portcullis;
  private final HttpApi.Builder api;

  HttpApiBuilder(Portcullis portcullis, HttpApi.Builder api) {
    this.portcullis = portcullis;
    this.api = api;
  }

  /** Adds {@code POST /api/auth}; callers choose neither audience, scope nor realm. */
  public HttpApiBuilder login() {
    return login(CallerChoices.NONE);
  }

  /** Adds {@code POST /api/auth}. */
  public HttpApiBuilder login(CallerChoices choices) {
    return with(api.login(portcullis.logins(), choices));
  }

  /**
   * Adds renewing and revoking tokens, {@code POST /api/auth/refresh} and {@code revoke}.
   *
   * @throws IllegalStateException if the provider issues no refresh tokens
   */
  public HttpApiBuilder tokens() {
    return with(api.tokens(portcullis.renewals(), portcullis.revocations()));
  }

  /**
   * Adds the second factor of a login, {@code POST /api/auth/mfa/…}.
   *
   * @throws IllegalStateException if the provider has no second factors
   */
  public HttpApiBuilder mfa() {
    return with(api.mfa(portcullis.secondFactors()));
  }

  /**
   * Adds password resets that a user asks for, {@code POST /api/auth/password-reset}.
   *
   * @throws IllegalStateException if the provider starts no password resets
   */
  public HttpApiBuilder resets() {
    return with(api.resets(portcullis.resets()));
  }

  /** Adds {@code GET /openapi.yaml}. */
  public HttpApiBuilder description() {
    return with(api.description());
  }

  /**
   * Lets pages of these origins call the API from a browser; without it only pages of the API's own
   * origin may.
   */
  public HttpApiBuilder callableFrom(CallerOrigins origins) {
    return with(api.callableFrom(origins));
  }

  /** Adds further endpoints. */
  public HttpApiBuilder with(Iterable<Endpoint> more) {
    return with(api.with(more));
  }

  /**
   * The API. Give its {@code answer} every request that your server receives.
   *
   * @throws IllegalArgumentException if two endpoints have the same method and path
   */
  public HttpApi build() {
    return api.build();
  }

  private HttpApiBuilder with(HttpApi.Builder changed) {
    return new HttpApiBuilder(portcullis, changed);
  }
}
