package dev.portcullis.adapters.auth0;

import dev.portcullis.domain.outcome.Misconfiguration;

/** How an operator fixes a misconfiguration, in the words of the settings and Auth0's Dashboard. */
final class Auth0Remedies {

  private Auth0Remedies() {}

  static String of(Misconfiguration what) {
    return switch (what) {
      case CLIENT_AUTHENTICATION ->
          "Auth0 refuses the application's client id or secret: compare auth0.client-id and"
              + " auth0.client-secret with the application's settings.";
      case GRANT_NOT_ALLOWED ->
          "The application may not use the password grant: switch on Password under Advanced"
              + " Settings, Grant Types.";
      case REFRESH_NOT_ALLOWED ->
          "The application may not use refresh tokens: switch on Refresh Token under Advanced"
              + " Settings, Grant Types.";
      case MFA_NOT_ALLOWED ->
          "The application may not ask for a second factor: switch on MFA under Advanced Settings,"
              + " Grant Types.";
      case MANAGEMENT_REFUSED ->
          "Auth0 refuses the application that makes reset links: compare"
              + " password-reset.ticket.client-id, client-secret and audience with it, and"
              + " authorise it for read:users and create:user_tickets of the Management API.";
      case DEFAULT_DIRECTORY_MISSING ->
          "The tenant has no default directory: set auth0.realm, or the tenant's Default"
              + " Directory.";
      case REQUEST_REFUSED ->
          "Auth0 refuses the request itself: check auth0.realm, auth0.audience and auth0.scope"
              + " against the tenant.";
    };
  }
}
