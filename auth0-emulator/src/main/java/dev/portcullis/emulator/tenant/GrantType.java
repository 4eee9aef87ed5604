package dev.portcullis.emulator.tenant;

import java.util.Arrays;
import java.util.Optional;

/** The grant types an application can be allowed, by their names on the wire. */
public enum GrantType {
  /** Resource Owner Password, in the tenant's default directory. */
  PASSWORD("password"),
  /** Auth0's extension of it that names the connection as realm. */
  PASSWORD_REALM("http://auth0.com/oauth/grant-type/password-realm"),
  /** Machine to machine. */
  CLIENT_CREDENTIALS("client_credentials"),
  /** New tokens for a refresh token; also lets the application receive them. */
  REFRESH_TOKEN("refresh_token"),
  /** The second step of a login, with a one-time password. */
  MFA_OTP("http://auth0.com/oauth/grant-type/mfa-otp"),
  /** The second step of a login, by text message, e-mail or push notification. */
  MFA_OOB("http://auth0.com/oauth/grant-type/mfa-oob"),
  /** The second step of a login, with a recovery code. */
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
