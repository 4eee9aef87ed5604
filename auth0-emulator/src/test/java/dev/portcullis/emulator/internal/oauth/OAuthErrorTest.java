package dev.portcullis.emulator.internal.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.emulator.tenant.Secret;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OAuthErrorTest {

  @ParameterizedTest
  @MethodSource("table")
  void each_refusal_has_its_reply(Refusal refusal, int status, String error, String description) {
    OAuthError reply = OAuthError.of(refusal);

    assertThat(reply).isEqualTo(new OAuthError(status, error, description));
  }

  @Test
  void the_table_has_every_refusal() {
    Stream<Class<?>> tested = table().map(row -> Objects.requireNonNull(row.get()[0]).getClass());

    assertThat(tested).contains(Refusal.class.getPermittedSubclasses());
  }

  static Stream<Arguments> table() {
    return Stream.of(
        row(new Refusal.RateLimited(), 429, "too_many_requests", "Global limit has been reached"),
        row(new Refusal.Malformed("Malformed JSON"), 400, "invalid_request", "Malformed JSON"),
        row(
            new Refusal.MissingParameter("username"),
            400,
            "invalid_request",
            "Missing required parameter: username"),
        row(new Refusal.MissingClientId(), 401, "invalid_client", "Missing client_id"),
        row(
            new Refusal.UnsupportedGrantType("implicit"),
            400,
            "unsupported_grant_type",
            "Unsupported grant type: implicit"),
        row(new Refusal.ClientNotAuthenticated(), 401, "access_denied", "Unauthorized"),
        row(
            new Refusal.GrantNotAllowed("http://auth0.com/oauth/grant-type/password-realm"),
            403,
            "unauthorized_client",
            "Grant type 'http://auth0.com/oauth/grant-type/password-realm' not allowed for the"
                + " client."),
        row(
            new Refusal.NoDefaultDirectory(),
            500,
            "server_error",
            "Authorization server not configured with default connection."),
        row(new Refusal.UnknownRealm("x"), 400, "invalid_request", "Unknown realm x."),
        row(
            new Refusal.ConnectionNotEnabled(),
            400,
            "invalid_request",
            "the connection is not enabled"),
        row(
            new Refusal.UnknownAudience(),
            400,
            "invalid_request",
            "invalid audience specified for password grant exchange"),
        row(new Refusal.BadCode(), 403, "invalid_grant", "Invalid authorization code"),
        row(
            new Refusal.WrongRedirectUri("null", "https://app.example.com/callback"),
            403,
            "unauthorized_client",
            "The redirect URI is wrong. You sent null, and we expected"
                + " https://app.example.com/callback"),
        row(new Refusal.BadCodeVerifier(), 403, "invalid_grant", "Failed to verify code verifier"),
        row(
            new Refusal.NoSessionTransfer(),
            403,
            "unauthorized_client",
            "The client is not allowed to create session transfer tokens."),
        row(
            new Refusal.WrongEmailCode(),
            403,
            "invalid_grant",
            "Wrong email or verification code."),
        row(
            new Refusal.WrongPhoneCode(),
            403,
            "invalid_grant",
            "Wrong phone number or verification code."),
        row(
            new Refusal.BadAuthSession(),
            400,
            "invalid_request",
            "Invalid or expired auth_session or otp."),
        row(new Refusal.CodeLoginDenied("why"), 403, "access_denied", "why"),
        row(
            new Refusal.DevicePending(),
            403,
            "authorization_pending",
            "User has yet to authorize device code."),
        row(
            new Refusal.DeviceSlowDown(),
            429,
            "slow_down",
            "You are polling faster than the specified interval of 5 seconds."),
        row(
            new Refusal.DeviceDenied(),
            403,
            "access_denied",
            "User cancelled the confirmation prompt."),
        row(new Refusal.ExpiredDeviceCode(), 403, "expired_token", "The device code has expired."),
        row(new Refusal.BadDeviceCode(), 403, "invalid_grant", "Invalid or expired device code."),
        row(new Refusal.BadScope(), 400, "invalid_scope", "Scope must be an array or a string"),
        row(
            new Refusal.AddressBlocked(),
            429,
            "too_many_attempts",
            "We have detected suspicious login behavior and further attempts will be blocked."
                + " Please contact the administrator."),
        row(
            new Refusal.IdentifierBlocked(true),
            429,
            "too_many_attempts",
            "Your account has been blocked after multiple consecutive login attempts. We've sent"
                + " you a notification via your preferred contact method with instructions on how"
                + " to unblock it."),
        row(
            new Refusal.IdentifierBlocked(false),
            429,
            "too_many_attempts",
            "Your account has been blocked after multiple consecutive login attempts."),
        row(new Refusal.WrongCredentials(), 403, "invalid_grant", "Wrong email or password."),
        row(
            new Refusal.PasswordLeaked(),
            401,
            "password_leaked",
            "This login attempt has been blocked because the password you're using was previously"
                + " disclosed through a data breach (not in this application). Please check your"
                + " email for more information."),
        row(new Refusal.UserBlocked(), 401, "unauthorized", "user is blocked"),
        row(
            new Refusal.SameUserLimited(),
            429,
            "too_many_logins",
            "Too many login attempts for this user. Please wait, and try again later."),
        row(new Refusal.BadAssertion("expired"), 401, "invalid_client", "expired"),
        row(
            new Refusal.BadRefreshToken(),
            403,
            "invalid_grant",
            "Unknown or invalid refresh token."),
        row(
            new Refusal.RefreshTokenWithoutUser(),
            403,
            "invalid_grant",
            "The refresh_token was generated for a user who doesn't exist anymore."),
        row(new Refusal.RefreshTokenOfBlockedUser(), 403, "invalid_grant", "user is blocked"),
        row(
            new Refusal.MfaRequired(Secret.of("t"), List.of(), List.of()),
            403,
            "mfa_required",
            "Multifactor authentication required"),
        row(new Refusal.MalformedMfaToken(), 403, "invalid_grant", "Malformed mfa_token"),
        row(new Refusal.ExpiredMfaToken(), 403, "expired_token", "mfa_token is expired"),
        row(
            new Refusal.ForeignMfaToken(),
            400,
            "invalid_request",
            "mfa_token not issued to this client"),
        row(
            new Refusal.VerificationRequired(),
            401,
            "requires_verification",
            "Suspicious request requires verification"),
        row(new Refusal.WrongOtp(), 403, "invalid_grant", "Invalid otp_code."),
        row(new Refusal.WrongBindingCode(), 403, "invalid_grant", "Invalid binding_code."),
        row(new Refusal.WrongRecoveryCode(), 403, "invalid_grant", "MFA Authorization rejected."),
        row(new Refusal.MfaRejected(), 400, "access_denied", "MFA Authorization rejected."),
        row(
            new Refusal.AuthorizationPending(),
            400,
            "authorization_pending",
            "Authorization pending: please repeat the request in a few seconds."),
        row(
            new Refusal.SlowDown(),
            400,
            "slow_down",
            "You are polling faster than allowed. Try again in 5 seconds."),
        row(
            new Refusal.TooManyCodes(),
            429,
            "too_many_attempts",
            "Too many failed codes. Wait for some minutes before retrying."),
        row(
            new Refusal.AssociationRequired(),
            401,
            "association_required",
            "User is not enrolled. Enroll a factor."),
        row(
            new Refusal.UnsupportedChallengeType(),
            401,
            "unsupported_challenge_type",
            "User is not enrolled with the challenge type"),
        row(new Refusal.AlreadyEnrolled(), 403, "access_denied", "User is already enrolled."),
        row(new Refusal.UnknownAuthenticator(), 404, "not_found", "Authenticator not found."),
        row(
            new Refusal.InsufficientScope("enroll"),
            403,
            "insufficient_scope",
            "Insufficient scope: enroll"),
        row(new Refusal.ServiceNotFound("a"), 403, "access_denied", "Service not found: a"),
        row(
            new Refusal.NoClientGrant("a"),
            403,
            "access_denied",
            "Client is not authorized to access \"a\". You need to create a \"client-grant\""
                + " associated to this API."),
        row(
            new Refusal.ScopesNotGranted(List.of("a", "b")),
            403,
            "access_denied",
            "Client has not been granted scopes: a, b"),
        row(
            new Refusal.OrganizationRequired(),
            400,
            "invalid_request",
            "parameter organization is required for this client"),
        row(
            new Refusal.OrganizationNotAllowed(),
            400,
            "invalid_request",
            "parameter organization is not allowed for this client"),
        row(
            new Refusal.OrganizationIsNoId(),
            400,
            "invalid_request",
            "authorization request parameter organization must be an organization id"),
        row(
            new Refusal.UnknownOrganization(),
            400,
            "invalid_request",
            "the organization was not found"),
        row(
            new Refusal.ConnectionNotInOrganization(),
            400,
            "invalid_request",
            "the connection is not enabled for the organization"),
        row(
            new Refusal.NotAMember("auth0|1", "org_1"),
            403,
            "access_denied",
            "user auth0|1 is not part of the org_1 organization"),
        row(
            new Refusal.UnknownInvitation(),
            400,
            "invalid_request",
            "invitation not found or already used"),
        row(
            new Refusal.AnothersInvitation(),
            403,
            "access_denied",
            "the specified account is not allowed to accept the current invitation"),
        row(
            new Refusal.MemberOfNothing(),
            400,
            "invalid_request",
            "client requires organization membership, but user does not belong to any"
                + " organization"),
        row(
            new Refusal.AnotherOrganization(),
            403,
            "invalid_grant",
            "The refresh token was not issued for this organization."),
        row(new Refusal.DeniedByRule("Not today."), 403, "access_denied", "Not today."));
  }

  private static Arguments row(Refusal refusal, int status, String error, String description) {
    return Arguments.of(refusal, status, error, description);
  }
}
