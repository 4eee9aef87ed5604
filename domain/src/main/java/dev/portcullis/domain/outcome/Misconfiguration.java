package dev.portcullis.domain.outcome;

/** Which part of the set-up the provider refuses, and how the operator mends it. */
public enum Misconfiguration {
  CLIENT_AUTHENTICATION(
      "Auth0 refuses the application's client id or secret: compare auth0.client-id and"
          + " auth0.client-secret with the application's settings."),
  GRANT_NOT_ALLOWED(
      "The application may not use the password grant: switch on Password under Advanced Settings,"
          + " Grant Types."),
  REFRESH_NOT_ALLOWED(
      "The application may not use refresh tokens: switch on Refresh Token under Advanced Settings,"
          + " Grant Types."),
  MFA_NOT_ALLOWED(
      "The application may not ask for a second factor: switch on MFA under Advanced Settings,"
          + " Grant Types."),
  MANAGEMENT_REFUSED(
      "Auth0 refuses the application that makes reset links: compare"
          + " password-reset.ticket.client-id, client-secret and audience with it, and authorise it"
          + " for read:users and create:user_tickets of the Management API."),
  DEFAULT_DIRECTORY_MISSING(
      "The tenant has no default directory: set auth0.realm, or the tenant's Default Directory."),
  REQUEST_REFUSED(
      "Auth0 refuses the request itself: check auth0.realm, auth0.audience and auth0.scope against"
          + " the tenant.");

  private final String mend;

  Misconfiguration(String mend) {
    this.mend = mend;
  }

  /** What the operator does about it, in the words of portcullis.yaml and Auth0's Dashboard. */
  public String mend() {
    return mend;
  }
}
