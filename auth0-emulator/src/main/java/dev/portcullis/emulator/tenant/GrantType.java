package dev.portcullis.emulator.tenant;

import java.util.Arrays;
import java.util.Optional;

/** The grant types that an application can be allowed. */
public enum GrantType {
  /** Resource Owner Password, in the tenant's default directory. */
  PASSWORD("password"),
  /** Auth0's extension of it that names the connection as realm. */
  PASSWORD_REALM("http://auth0.com/oauth/grant-type/password-realm"),
  /** A code of a hosted login, exchanged for tokens. */
  AUTHORIZATION_CODE("authorization_code"),
  /** Tokens in the response of {@code /authorize}; never at the token endpoint. */
  IMPLICIT("implicit"),
  /** Machine to machine. */
  CLIENT_CREDENTIALS("client_credentials"),
  /** New tokens for a refresh token; also lets the application receive them. */
  REFRESH_TOKEN("refresh_token"),
  /** Tokens for a device whose user logged in elsewhere (RFC 8628). */
  DEVICE_CODE("urn:ietf:params:oauth:grant-type:device_code"),
  /** A one-time code of an e-mail or a text message, exchanged for tokens. */
  PASSWORDLESS_OTP("http://auth0.com/oauth/grant-type/passwordless/otp"),
  /** Completes a login with a one-time password. */
  MFA_OTP("http://auth0.com/oauth/grant-type/mfa-otp"),
  /** Completes a login by text message, e-mail or push notification. */
  MFA_OOB("http://auth0.com/oauth/grant-type/mfa-oob"),
  /** Completes a login with a recovery code. */
  MFA_RECOVERY_CODE("http://auth0.com/oauth/grant-type/mfa-recovery-code");

  private final String wireName;

  GrantType(String wireName) {
    this.wireName = wireName;
  }

  /** The value of the {@code grant_type} parameter. */
  public String wireName() {
    return wireName;
  }

  /** The grant type of that exact name. */
  public static Optional<GrantType> named(String wireName) {
    return Arrays.stream(values()).filter(type -> type.wireName.equals(wireName)).findFirst();
  }
}
