package dev.portcullis.emulator.observed;

import static dev.portcullis.emulator.observed.LogType.Trait.CLIENT_IP;
import static dev.portcullis.emulator.observed.LogType.Trait.EXCHANGE;
import static dev.portcullis.emulator.observed.LogType.Trait.NO_DETAILS;
import static dev.portcullis.emulator.observed.LogType.Trait.NO_IP;

import java.util.Set;

/** The log event types the emulator writes, by Auth0's codes. */
public enum LogType {
  /** {@code sepft}: password exchanged for a token. */
  SUCCESS_EXCHANGE_PASSWORD("sepft", CLIENT_IP, EXCHANGE),
  /** {@code fepft}: that exchange failed; the description has the reason. */
  FAILED_EXCHANGE_PASSWORD("fepft", CLIENT_IP, EXCHANGE, NO_DETAILS),
  /** {@code seacft}: authorization code exchanged for a token. */
  SUCCESS_EXCHANGE_CODE("seacft", CLIENT_IP, EXCHANGE),
  /** {@code feacft}: that exchange failed. */
  FAILED_EXCHANGE_CODE("feacft", CLIENT_IP, EXCHANGE, NO_DETAILS),
  /** {@code seccft}: client credentials exchanged for a token. */
  SUCCESS_EXCHANGE_CLIENT_CREDENTIALS("seccft", EXCHANGE),
  /** {@code feccft}: that exchange failed. */
  FAILED_EXCHANGE_CLIENT_CREDENTIALS("feccft", CLIENT_IP, EXCHANGE, NO_DETAILS),
  /** {@code sertft}: refresh token exchanged for a token. */
  SUCCESS_EXCHANGE_REFRESH_TOKEN("sertft", CLIENT_IP, EXCHANGE),
  /** {@code fertft}: that exchange failed. */
  FAILED_EXCHANGE_REFRESH_TOKEN("fertft", CLIENT_IP, EXCHANGE),
  /** {@code ferrt}: a rotated refresh token was used again. */
  REUSED_REFRESH_TOKEN("ferrt", CLIENT_IP, EXCHANGE),
  /** {@code fdeaz}: a request for a device code failed. */
  FAILED_DEVICE_AUTHORIZATION("fdeaz"),
  /** {@code fdeac}: a device was not activated. */
  FAILED_DEVICE_ACTIVATION("fdeac", EXCHANGE),
  /** {@code fdecc}: the user did not confirm a device. */
  CANCELLED_DEVICE_CONFIRMATION("fdecc"),
  /** {@code sede}: device code exchanged for a token. */
  SUCCESS_EXCHANGE_DEVICE_CODE("sede", CLIENT_IP, EXCHANGE),
  /** {@code fede}: that exchange failed. */
  FAILED_EXCHANGE_DEVICE_CODE("fede", CLIENT_IP),
  /** {@code cs}: a login code was sent in a text message. */
  CODE_SENT("cs"),
  /** {@code cls}: a login code or link was sent in an e-mail. */
  CODE_OR_LINK_SENT("cls"),
  /** {@code fepotpft}: the exchange of a login code for a token failed. */
  FAILED_EXCHANGE_PASSWORDLESS("fepotpft", CLIENT_IP, EXCHANGE, NO_DETAILS),
  /** {@code srrt}: a refresh token was revoked. */
  REVOKED_REFRESH_TOKEN("srrt"),
  /** {@code mfar}: the login requires a second factor. */
  MFA_REQUIRED("mfar", CLIENT_IP),
  /** {@code seotpft}: one-time password exchanged for a token. */
  SUCCESS_EXCHANGE_OTP("seotpft", CLIENT_IP, EXCHANGE),
  /** {@code feotpft}: that exchange failed. */
  FAILED_EXCHANGE_OTP("feotpft", CLIENT_IP, EXCHANGE, NO_DETAILS),
  /** {@code seoobft}: text message, e-mail or notification exchanged for a token. */
  SUCCESS_EXCHANGE_OOB("seoobft", CLIENT_IP, EXCHANGE),
  /** {@code feoobft}: that exchange failed. */
  FAILED_EXCHANGE_OOB("feoobft", CLIENT_IP, EXCHANGE, NO_DETAILS),
  /** {@code sercft}: recovery code exchanged for a token. */
  SUCCESS_EXCHANGE_RECOVERY_CODE("sercft", CLIENT_IP, EXCHANGE),
  /** {@code fercft}: that exchange failed. */
  FAILED_EXCHANGE_RECOVERY_CODE("fercft", CLIENT_IP, EXCHANGE, NO_DETAILS),
  /** {@code gd_auth_failed}: a wrong code of a second factor. */
  MFA_FAILED("gd_auth_failed"),
  /** {@code gd_otp_rate_limit_exceed}: too many wrong codes. */
  MFA_RATE_LIMITED("gd_otp_rate_limit_exceed"),
  /** {@code s}: a hosted login succeeded. */
  SUCCESS_LOGIN("s", CLIENT_IP),
  /** {@code ssa}: a silent login succeeded. */
  SUCCESS_SILENT_LOGIN("ssa"),
  /** {@code fsa}: a silent login failed. */
  FAILED_SILENT_LOGIN("fsa"),
  /** {@code slo}: a user logged out. */
  SUCCESS_LOGOUT("slo"),
  /** {@code flo}: a logout failed. */
  FAILED_LOGOUT("flo"),
  /** {@code oidc_backchannel_logout_succeeded}: an application was told that a session ended. */
  BACKCHANNEL_LOGOUT_SUCCEEDED("oidc_backchannel_logout_succeeded"),
  /** {@code oidc_backchannel_logout_failed}: an application was not told. */
  BACKCHANNEL_LOGOUT_FAILED("oidc_backchannel_logout_failed"),
  /** {@code fp}: wrong password of a known user. */
  FAILED_PASSWORD("fp"),
  /** {@code fu}: unknown user. */
  FAILED_UNKNOWN_USER("fu"),
  /** {@code f}: failed login for another reason. */
  FAILED_LOGIN("f"),
  /** {@code limit_wc}: brute-force protection blocks. */
  BLOCKED_ACCOUNT("limit_wc"),
  /** {@code limit_mu}: suspicious IP throttling blocks. */
  BLOCKED_ADDRESS("limit_mu"),
  /** {@code limit_sul}: one address tries one user too often. */
  SAME_USER_LIMITED("limit_sul"),
  /** {@code api_limit}: a rate limit refuses. */
  RATE_LIMITED("api_limit", NO_IP),
  /** {@code api_limit_warning}: four fifths of a rate limit are used. */
  RATE_LIMIT_NEAR("api_limit_warning", NO_IP),
  /** {@code pwd_leak}: a breached password was used. */
  BREACHED_PASSWORD("pwd_leak"),
  /** {@code signup_pwd_leak}: a breached password was chosen at sign-up. */
  BREACHED_PASSWORD_AT_SIGN_UP("signup_pwd_leak"),
  /** {@code reset_pwd_leak}: a breached password was chosen at a reset. */
  BREACHED_PASSWORD_AT_RESET("reset_pwd_leak"),
  /** {@code pla}: bot detection assessed a login. */
  PRE_LOGIN_ASSESSMENT("pla"),
  /** {@code ss}: a user signed up. */
  SUCCESS_SIGN_UP("ss"),
  /** {@code fs}: a sign-up failed. */
  FAILED_SIGN_UP("fs"),
  /** {@code scp}: a user changed the password. */
  SUCCESS_PASSWORD_CHANGE("scp"),
  /** {@code fcp}: a password change failed. */
  FAILED_PASSWORD_CHANGE("fcp"),
  /** {@code si}: a user accepted an invitation to an organization. */
  SUCCESS_INVITE_ACCEPT("si"),
  /** {@code fi}: a user could not accept one. */
  FAILED_INVITE_ACCEPT("fi"),
  /** {@code sapi}: a write of the Management API. */
  MANAGEMENT_WRITE("sapi"),
  /** {@code scpr}: a password reset was requested. */
  SUCCESS_PASSWORD_RESET_REQUEST("scpr"),
  /** {@code fcpr}: that request failed. */
  FAILED_PASSWORD_RESET_REQUEST("fcpr"),
  /** {@code ublkdu}: an attack-protection block was lifted. */
  BLOCK_RELEASED("ublkdu");

  private final String code;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of
  private final Set<Trait> traits;

  LogType(String code, Trait... traits) {
    this.code = code;
    this.traits = Set.of(traits);
  }

  /** Auth0's code, the event's {@code type}. */
  public String code() {
    return code;
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** The differences between the schemas of the types. */
  enum Trait {
    /** Beside {@code ip} there is the peer's {@code client_ip}. */
    CLIENT_IP,
    /** There are {@code audience} and {@code scope}. */
    EXCHANGE,
    /** There is no {@code ip}. */
    NO_IP,
    /** There are no {@code details}. */
    NO_DETAILS
  }
}
