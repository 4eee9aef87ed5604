package dev.portcullis.emulator.internal.oauth;

import dev.portcullis.emulator.tenant.Secret;
import java.util.List;

/**
 * The reason why the token endpoint issues no token; {@link OAuthError#of} maps each to its reply.
 */
public sealed interface Refusal {

  /** The tenant's rate limit is used up. */
  record RateLimited() implements Refusal {}

  /** The body cannot be read. */
  record Malformed(String reason) implements Refusal {}

  /** A required parameter is absent or empty. */
  record MissingParameter(String name) implements Refusal {}

  /** Neither the body nor Basic authentication names the client. */
  record MissingClientId() implements Refusal {}

  /** The client's signed assertion is invalid; the reason does not quote it. */
  record BadAssertion(String reason) implements Refusal {}

  /** The grant type is unknown. */
  record UnsupportedGrantType(String name) implements Refusal {}

  /** Unknown client, or a missing or wrong secret. */
  record ClientNotAuthenticated() implements Refusal {}

  /** The client may not use this grant type. */
  record GrantNotAllowed(String name) implements Refusal {}

  /** The tenant has no default directory for the password grant. */
  record NoDefaultDirectory() implements Refusal {}

  /** There is no connection of that name. */
  record UnknownRealm(String name) implements Refusal {}

  /** The connection is not enabled for the client. */
  record ConnectionNotEnabled() implements Refusal {}

  /** There is no API of that identifier (password grants). */
  record UnknownAudience() implements Refusal {}

  /** The client requires an organization, and the request has none. */
  record OrganizationRequired() implements Refusal {}

  /** The client's users do not log in to organizations. */
  record OrganizationNotAllowed() implements Refusal {}

  /** The request names the organization, and the tenant takes its id only. */
  record OrganizationIsNoId() implements Refusal {}

  /** There is no such organization. */
  record UnknownOrganization() implements Refusal {}

  /** Members of the organization do not log in through the connection. */
  record ConnectionNotInOrganization() implements Refusal {}

  /** The right password, but the user is not a member of the organization. */
  record NotAMember(String userId, String organizationId) implements Refusal {}

  /** The invitation is unknown, used, expired, or another application's. */
  record UnknownInvitation() implements Refusal {}

  /** The invitation is for another user. */
  record AnothersInvitation() implements Refusal {}

  /** The user is a member of no organization, and the client requires one. */
  record MemberOfNothing() implements Refusal {}

  /** The refresh token is for another organization, or for none. */
  record AnotherOrganization() implements Refusal {}

  /** A token rule denies the login, or the token; the reason is the rule's. */
  record DeniedByRule(String reason) implements Refusal {}

  /** The scope is neither text nor an array of texts. */
  record BadScope() implements Refusal {}

  /** Suspicious IP throttling refuses the address. */
  record AddressBlocked() implements Refusal {}

  /** Brute-force protection refuses the identifier. */
  record IdentifierBlocked(boolean userNotified) implements Refusal {}

  /** One address tries one user too often. */
  record SameUserLimited() implements Refusal {}

  /** Bot detection requires a verification that a server cannot provide. */
  record VerificationRequired() implements Refusal {}

  /** Unknown user or wrong password; the reply is the same. */
  record WrongCredentials() implements Refusal {}

  /** The right password, but a breached one. */
  record PasswordLeaked() implements Refusal {}

  /** The right password, but an administrator blocked the user. */
  record UserBlocked() implements Refusal {}

  /** There is no API of that identifier (client credentials). */
  record ServiceNotFound(String audience) implements Refusal {}

  /** The client has no grant for that API. */
  record NoClientGrant(String audience) implements Refusal {}

  /** The client's grant lacks these scopes. */
  record ScopesNotGranted(List<String> scopes) implements Refusal {}

  /** The login code of an e-mail is wrong or has expired, or there is no such user. */
  record WrongEmailCode() implements Refusal {}

  /** The login code of a text message is wrong or has expired, or there is no such user. */
  record WrongPhoneCode() implements Refusal {}

  /** The session of a one-time code, or the code, is unknown, wrong, used or expired. */
  record BadAuthSession() implements Refusal {}

  /** The user may not log in with a one-time code. */
  record CodeLoginDenied(String reason) implements Refusal {}

  /** The user of a device has not answered. */
  record DevicePending() implements Refusal {}

  /** The user of a device has not answered, and the device polled too soon. */
  record DeviceSlowDown() implements Refusal {}

  /** The user of a device, or a check of the login, refused. */
  record DeviceDenied() implements Refusal {}

  /** The device code has expired; said once. */
  record ExpiredDeviceCode() implements Refusal {}

  /** The device code is unknown, another client's or used. */
  record BadDeviceCode() implements Refusal {}

  /** The code is unknown, another client's, used or expired. */
  record BadCode() implements Refusal {}

  /** The redirect URI is not that of the code. */
  record WrongRedirectUri(String sent, String expected) implements Refusal {}

  /** The code verifier is missing, or does not match the code challenge. */
  record BadCodeVerifier() implements Refusal {}

  /** The refresh token is unknown, another client's, revoked, used or expired. */
  record BadRefreshToken() implements Refusal {}

  /** The application may not create session transfer tokens. */
  record NoSessionTransfer() implements Refusal {}

  /** The refresh token's user was deleted. */
  record RefreshTokenWithoutUser() implements Refusal {}

  /** The refresh token's user was blocked by an administrator. */
  record RefreshTokenOfBlockedUser() implements Refusal {}

  /** The password was right, but the login requires a second factor. */
  record MfaRequired(Secret mfaToken, List<String> challenge, List<String> enroll)
      implements Refusal {}

  /** The mfa token was never issued. */
  record MalformedMfaToken() implements Refusal {}

  /** The mfa token is older than ten minutes. */
  record ExpiredMfaToken() implements Refusal {}

  /** The mfa token is another application's. */
  record ForeignMfaToken() implements Refusal {}

  /** The one-time password is wrong or used. */
  record WrongOtp() implements Refusal {}

  /** The code of a text message or e-mail is wrong. */
  record WrongBindingCode() implements Refusal {}

  /** The recovery code is wrong. */
  record WrongRecoveryCode() implements Refusal {}

  /** The notification was denied, or the challenge is unknown or expired. */
  record MfaRejected() implements Refusal {}

  /** The notification has not been answered. */
  record AuthorizationPending() implements Refusal {}

  /** The notification has not been answered, and was polled too soon. */
  record SlowDown() implements Refusal {}

  /** Too many wrong codes. */
  record TooManyCodes() implements Refusal {}

  /** The user has no enrolled factor to challenge. */
  record AssociationRequired() implements Refusal {}

  /** No enrolled factor is of the wanted type. */
  record UnsupportedChallengeType() implements Refusal {}

  /** The user has an enrolled factor, which has to be verified before another is added. */
  record AlreadyEnrolled() implements Refusal {}

  /** There is no such authenticator. */
  record UnknownAuthenticator() implements Refusal {}

  /** The access token lacks a scope. */
  record InsufficientScope(String scope) implements Refusal {}
}
