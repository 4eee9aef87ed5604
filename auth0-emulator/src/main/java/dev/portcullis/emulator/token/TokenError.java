package dev.portcullis.emulator.token;

/** An error reply of the token endpoint: HTTP status, {@code error}, {@code error_description}. */
record TokenError(int status, String error, String description) {

  static final String ACCOUNT_BLOCKED =
      "Your account has been blocked after multiple consecutive login attempts.";
  static final String ACCOUNT_BLOCKED_NOTIFIED =
      ACCOUNT_BLOCKED
          + " We've sent you a notification via your preferred contact method with instructions on"
          + " how to unblock it.";
  static final String ADDRESS_BLOCKED =
      "We have detected suspicious login behavior and further attempts will be blocked. Please"
          + " contact the administrator.";
  static final String PASSWORD_LEAKED =
      "This login attempt has been blocked because the password you're using was previously"
          + " disclosed through a data breach (not in this application). Please check your email"
          + " for more information.";

  static TokenError of(Refusal refusal) {
    return switch (refusal) {
      case Refusal.RateLimited ignored ->
          new TokenError(429, "too_many_requests", "Global limit has been reached");
      case Refusal.Malformed malformed ->
          new TokenError(400, "invalid_request", malformed.reason());
      case Refusal.MissingParameter missing ->
          new TokenError(400, "invalid_request", "Missing required parameter: " + missing.name());
      case Refusal.MissingClientId ignored ->
          new TokenError(401, "invalid_client", "Missing client_id");
      case Refusal.UnsupportedGrantType grant ->
          new TokenError(400, "unsupported_grant_type", "Unsupported grant type: " + grant.name());
      case Refusal.ClientNotAuthenticated ignored ->
          new TokenError(401, "access_denied", "Unauthorized");
      case Refusal.GrantNotAllowed grant ->
          new TokenError(
              403,
              "unauthorized_client",
              "Grant type '" + grant.name() + "' not allowed for the client.");
      case Refusal.NoDefaultDirectory ignored ->
          new TokenError(
              500, "server_error", "Authorization server not configured with default connection.");
      case Refusal.UnknownRealm realm ->
          new TokenError(400, "invalid_request", "Unknown realm " + realm.name() + ".");
      case Refusal.ConnectionNotEnabled ignored ->
          new TokenError(400, "invalid_request", "the connection is not enabled");
      case Refusal.UnknownAudience ignored ->
          new TokenError(
              400, "invalid_request", "invalid audience specified for password grant exchange");
      case Refusal.BadScope ignored ->
          new TokenError(400, "invalid_scope", "Scope must be an array or a string");
      case Refusal.AddressBlocked ignored ->
          new TokenError(429, "too_many_attempts", ADDRESS_BLOCKED);
      case Refusal.IdentifierBlocked blocked ->
          new TokenError(
              429,
              "too_many_attempts",
              blocked.userNotified() ? ACCOUNT_BLOCKED_NOTIFIED : ACCOUNT_BLOCKED);
      case Refusal.WrongCredentials ignored ->
          new TokenError(403, "invalid_grant", "Wrong email or password.");
      case Refusal.PasswordLeaked ignored ->
          new TokenError(401, "password_leaked", PASSWORD_LEAKED);
      case Refusal.UserBlocked ignored -> new TokenError(401, "unauthorized", "user is blocked");
      case Refusal.ServiceNotFound service ->
          new TokenError(403, "access_denied", "Service not found: " + service.audience());
      case Refusal.NoClientGrant grant ->
          new TokenError(
              403,
              "access_denied",
              "Client is not authorized to access \""
                  + grant.audience()
                  + "\". You need to create a \"client-grant\" associated to this API.");
      case Refusal.ScopesNotGranted scopes ->
          new TokenError(
              403,
              "access_denied",
              "Client has not been granted scopes: " + String.join(", ", scopes.scopes()));
    };
  }
}
