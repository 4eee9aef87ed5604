package dev.portcullis.adapters.auth0.settings;

/**
 * How the application authenticates at the token endpoint. There are only these two, because Auth0
 * reads {@code auth0-forwarded-for} only from a call that carries the client secret.
 */
public enum ClientAuthentication {
  /** Id and secret in the form (RFC 6749 section 2.3.1, Auth0's default). */
  CLIENT_SECRET_POST,
  /** Id and secret in the {@code Authorization} header. */
  CLIENT_SECRET_BASIC
}
