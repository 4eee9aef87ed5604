package dev.portcullis.emulator.internal.oauth;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An error reply of the OAuth endpoints: HTTP status, {@code error}, {@code error_description}. */
public record OAuthError(int status, String error, String description) {

  /** Brute-force protection refuses. */
  public static final String ACCOUNT_BLOCKED =
      "Your account has been blocked after multiple consecutive login attempts.";

  /** Brute-force protection refuses, and a notification was sent. */
  public static final String ACCOUNT_BLOCKED_NOTIFIED =
      ACCOUNT_BLOCKED
          + " We've sent you a notification via your preferred contact method with instructions on"
          + " how to unblock it.";

  /** Suspicious IP throttling refuses. */
  public static final String ADDRESS_BLOCKED =
      "We have detected suspicious login behavior and further attempts will be blocked. Please"
          + " contact the administrator.";

  /** Breached-password detection refuses. */
  public static final String PASSWORD_LEAKED =
      "This login attempt has been blocked because the password you're using was previously"
          + " disclosed through a data breach (not in this application). Please check your email"
          + " for more information.";

  /** One address tries one user too often. */
  public static final String SAME_USER_LIMITED =
      "Too many login attempts for this user. Please wait, and try again later.";

  /** Its body. */
  public Map<String, Object> body() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("error_description", description);
    return body;
  }

  /** The body of the reply to a refusal, with the mfa token that some have. */
  public static Map<String, Object> bodyOf(Refusal refusal) {
    Map<String, Object> body = of(refusal).body();
    if (refusal instanceof Refusal.MfaRequired required) {
      body.put("mfa_token", required.mfaToken().reveal());
      Map<String, Object> requirements = new LinkedHashMap<>();
      if (!required.challenge().isEmpty()) {
        requirements.put("challenge", types(required.challenge()));
      }
      if (!required.enroll().isEmpty()) {
        requirements.put("enroll", types(required.enroll()));
      }
      body.put("mfa_requirements", requirements);
    }
    return body;
  }

  private static List<Map<String, String>> types(List<String> names) {
    return names.stream().map(name -> Map.of("type", name)).toList();
  }

  /** The reply to a refusal. */
  public static OAuthError of(Refusal refusal) {
    return switch (refusal) {
      case Refusal.RateLimited ignored ->
          new OAuthError(429, "too_many_requests", "Global limit has been reached");
      case Refusal.Malformed malformed ->
          new OAuthError(400, "invalid_request", malformed.reason());
      case Refusal.MissingParameter missing ->
          new OAuthError(400, "invalid_request", "Missing required parameter: " + missing.name());
      case Refusal.MissingClientId ignored ->
          new OAuthError(401, "invalid_client", "Missing client_id");
      case Refusal.BadAssertion bad -> new OAuthError(401, "invalid_client", bad.reason());
      case Refusal.UnsupportedGrantType grant ->
          new OAuthError(400, "unsupported_grant_type", "Unsupported grant type: " + grant.name());
      case Refusal.ClientNotAuthenticated ignored ->
          new OAuthError(401, "access_denied", "Unauthorized");
      case Refusal.GrantNotAllowed grant ->
          new OAuthError(
              403,
              "unauthorized_client",
              "Grant type '" + grant.name() + "' not allowed for the client.");
      case Refusal.NoDefaultDirectory ignored ->
          new OAuthError(
              500, "server_error", "Authorization server not configured with default connection.");
      case Refusal.UnknownRealm realm ->
          new OAuthError(400, "invalid_request", "Unknown realm " + realm.name() + ".");
      case Refusal.ConnectionNotEnabled ignored ->
          new OAuthError(400, "invalid_request", "the connection is not enabled");
      case Refusal.UnknownAudience ignored ->
          new OAuthError(
              400, "invalid_request", "invalid audience specified for password grant exchange");
      case Refusal.OrganizationRequired ignored ->
          new OAuthError(
              400, "invalid_request", "parameter organization is required for this client");
      case Refusal.OrganizationNotAllowed ignored ->
          new OAuthError(
              400, "invalid_request", "parameter organization is not allowed for this client");
      case Refusal.OrganizationIsNoId ignored ->
          new OAuthError(
              400,
              "invalid_request",
              "authorization request parameter organization must be an organization id");
      case Refusal.UnknownOrganization ignored ->
          new OAuthError(400, "invalid_request", "the organization was not found");
      case Refusal.ConnectionNotInOrganization ignored ->
          new OAuthError(
              400, "invalid_request", "the connection is not enabled for the organization");
      case Refusal.NotAMember not ->
          new OAuthError(
              403,
              "access_denied",
              "user "
                  + not.userId()
                  + " is not part of the "
                  + not.organizationId()
                  + " organization");
      case Refusal.UnknownInvitation ignored ->
          new OAuthError(400, "invalid_request", "invitation not found or already used");
      case Refusal.AnothersInvitation ignored ->
          new OAuthError(
              403,
              "access_denied",
              "the specified account is not allowed to accept the current invitation");
      case Refusal.MemberOfNothing ignored ->
          new OAuthError(
              400,
              "invalid_request",
              "client requires organization membership, but user does not belong to any"
                  + " organization");
      case Refusal.AnotherOrganization ignored ->
          new OAuthError(
              403, "invalid_grant", "The refresh token was not issued for this organization.");
      case Refusal.DeniedByRule denied -> new OAuthError(403, "access_denied", denied.reason());
      case Refusal.BadScope ignored ->
          new OAuthError(400, "invalid_scope", "Scope must be an array or a string");
      case Refusal.AddressBlocked ignored ->
          new OAuthError(429, "too_many_attempts", ADDRESS_BLOCKED);
      case Refusal.IdentifierBlocked blocked ->
          new OAuthError(
              429,
              "too_many_attempts",
              blocked.userNotified() ? ACCOUNT_BLOCKED_NOTIFIED : ACCOUNT_BLOCKED);
      case Refusal.SameUserLimited ignored ->
          new OAuthError(429, "too_many_logins", SAME_USER_LIMITED);
      case Refusal.VerificationRequired ignored ->
          new OAuthError(401, "requires_verification", "Suspicious request requires verification");
      case Refusal.WrongCredentials ignored ->
          new OAuthError(403, "invalid_grant", "Wrong email or password.");
      case Refusal.PasswordLeaked ignored ->
          new OAuthError(401, "password_leaked", PASSWORD_LEAKED);
      case Refusal.UserBlocked ignored -> new OAuthError(401, "unauthorized", "user is blocked");
      case Refusal.ServiceNotFound service ->
          new OAuthError(403, "access_denied", "Service not found: " + service.audience());
      case Refusal.NoClientGrant grant ->
          new OAuthError(
              403,
              "access_denied",
              "Client is not authorized to access \""
                  + grant.audience()
                  + "\". You need to create a \"client-grant\" associated to this API.");
      case Refusal.ScopesNotGranted scopes ->
          new OAuthError(
              403,
              "access_denied",
              "Client has not been granted scopes: " + String.join(", ", scopes.scopes()));
      case Refusal.WrongEmailCode ignored ->
          new OAuthError(403, "invalid_grant", "Wrong email or verification code.");
      case Refusal.WrongPhoneCode ignored ->
          new OAuthError(403, "invalid_grant", "Wrong phone number or verification code.");
      case Refusal.BadAuthSession ignored ->
          new OAuthError(400, "invalid_request", "Invalid or expired auth_session or otp.");
      case Refusal.CodeLoginDenied denied -> new OAuthError(403, "access_denied", denied.reason());
      case Refusal.DevicePending ignored ->
          new OAuthError(403, "authorization_pending", "User has yet to authorize device code.");
      case Refusal.DeviceSlowDown ignored ->
          new OAuthError(
              429, "slow_down", "You are polling faster than the specified interval of 5 seconds.");
      case Refusal.DeviceDenied ignored ->
          new OAuthError(403, "access_denied", "User cancelled the confirmation prompt.");
      case Refusal.ExpiredDeviceCode ignored ->
          new OAuthError(403, "expired_token", "The device code has expired.");
      case Refusal.BadDeviceCode ignored ->
          new OAuthError(403, "invalid_grant", "Invalid or expired device code.");
      case Refusal.BadCode ignored ->
          new OAuthError(403, "invalid_grant", "Invalid authorization code");
      case Refusal.WrongRedirectUri wrong ->
          new OAuthError(
              403,
              "unauthorized_client",
              "The redirect URI is wrong. You sent "
                  + wrong.sent()
                  + ", and we expected "
                  + wrong.expected());
      case Refusal.BadCodeVerifier ignored ->
          new OAuthError(403, "invalid_grant", "Failed to verify code verifier");
      case Refusal.BadRefreshToken ignored ->
          new OAuthError(403, "invalid_grant", "Unknown or invalid refresh token.");
      case Refusal.NoSessionTransfer ignored ->
          new OAuthError(
              403,
              "unauthorized_client",
              "The client is not allowed to create session transfer tokens.");
      case Refusal.RefreshTokenWithoutUser ignored ->
          new OAuthError(
              403,
              "invalid_grant",
              "The refresh_token was generated for a user who doesn't exist anymore.");
      case Refusal.RefreshTokenOfBlockedUser ignored ->
          new OAuthError(403, "invalid_grant", "user is blocked");
      case Refusal.MfaRequired ignored ->
          new OAuthError(403, "mfa_required", "Multifactor authentication required");
      case Refusal.MalformedMfaToken ignored ->
          new OAuthError(403, "invalid_grant", "Malformed mfa_token");
      case Refusal.ExpiredMfaToken ignored ->
          new OAuthError(403, "expired_token", "mfa_token is expired");
      case Refusal.ForeignMfaToken ignored ->
          new OAuthError(400, "invalid_request", "mfa_token not issued to this client");
      case Refusal.WrongOtp ignored -> new OAuthError(403, "invalid_grant", "Invalid otp_code.");
      case Refusal.WrongBindingCode ignored ->
          new OAuthError(403, "invalid_grant", "Invalid binding_code.");
      case Refusal.WrongRecoveryCode ignored ->
          new OAuthError(403, "invalid_grant", "MFA Authorization rejected.");
      case Refusal.MfaRejected ignored ->
          new OAuthError(400, "access_denied", "MFA Authorization rejected.");
      case Refusal.AuthorizationPending ignored ->
          new OAuthError(
              400,
              "authorization_pending",
              "Authorization pending: please repeat the request in a few seconds.");
      case Refusal.SlowDown ignored ->
          new OAuthError(
              400, "slow_down", "You are polling faster than allowed. Try again in 5 seconds.");
      case Refusal.TooManyCodes ignored ->
          new OAuthError(
              429,
              "too_many_attempts",
              "Too many failed codes. Wait for some minutes before retrying.");
      case Refusal.AssociationRequired ignored ->
          new OAuthError(401, "association_required", "User is not enrolled. Enroll a factor.");
      case Refusal.UnsupportedChallengeType ignored ->
          new OAuthError(
              401, "unsupported_challenge_type", "User is not enrolled with the challenge type");
      case Refusal.AlreadyEnrolled ignored ->
          new OAuthError(403, "access_denied", "User is already enrolled.");
      case Refusal.UnknownAuthenticator ignored ->
          new OAuthError(404, "not_found", "Authenticator not found.");
      case Refusal.InsufficientScope missing ->
          new OAuthError(403, "insufficient_scope", "Insufficient scope: " + missing.scope());
    };
  }
}
