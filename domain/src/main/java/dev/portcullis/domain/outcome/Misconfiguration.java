package dev.portcullis.domain.outcome;

/**
 * Which part of the configuration the provider refuses. How the operator fixes it depends on the
 * provider, which has the words for it.
 */
public enum Misconfiguration {
  /** The gateway's own credentials at the provider. */
  CLIENT_AUTHENTICATION,
  /** The gateway may not submit passwords. */
  GRANT_NOT_ALLOWED,
  /** The gateway may not use refresh tokens. */
  REFRESH_NOT_ALLOWED,
  /** The gateway may not ask for second factors. */
  MFA_NOT_ALLOWED,
  /** The credentials with which the gateway has reset links made. */
  MANAGEMENT_REFUSED,
  /** The provider does not know which directory of users to search. */
  DEFAULT_DIRECTORY_MISSING,
  /** The request itself: the directory, audience or scope that the operator configured. */
  REQUEST_REFUSED
}
