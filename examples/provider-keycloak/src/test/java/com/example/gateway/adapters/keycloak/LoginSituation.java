package com.example.gateway.adapters.keycloak;

import static dev.portcullis.domain.outcome.OutcomeCode.GRANTED;
import static dev.portcullis.domain.outcome.OutcomeCode.USER_BLOCKED;
import static dev.portcullis.domain.outcome.OutcomeCode.VERIFICATION_REQUIRED;
import static dev.portcullis.domain.outcome.OutcomeCode.WRONG_CREDENTIALS;

import dev.portcullis.domain.outcome.Misconfiguration;
import dev.portcullis.domain.outcome.OutcomeCode;
import io.vavr.control.Option;
import java.util.Locale;

/** A login at one of {@link Realms}, and what it ends with. */
@SuppressWarnings("ImmutableEnumChecker") // Records and options of values, none of which changes.
enum LoginSituation {
  RIGHT_PASSWORD(by("ada"), GRANTED),
  RIGHT_PASSWORD_AND_OPENID(by("ada").scope("openid"), GRANTED),
  WRONG_PASSWORD(by("bob").password("wrong"), WRONG_CREDENTIALS),
  UNKNOWN_USER(by("nobody"), WRONG_CREDENTIALS),
  DISABLED_USER(by("disabled"), USER_BLOCKED),
  DISABLED_USER_WRONG_PASSWORD(by("disabled").password("wrong"), WRONG_CREDENTIALS),
  NEW_PASSWORD_REQUIRED(by("new-password"), VERIFICATION_REQUIRED),
  UNVERIFIED_EMAIL(by("unverified"), VERIFICATION_REQUIRED),
  OTP_NOT_SENT(by("otp"), WRONG_CREDENTIALS),
  LOCKED_USER(by("locked").afterFailures(3), WRONG_CREDENTIALS),
  WRONG_SECRET(by("ada").secret("expired"), Misconfiguration.CLIENT_AUTHENTICATION),
  UNKNOWN_CLIENT(by("ada").client("nothing"), Misconfiguration.CLIENT_AUTHENTICATION),
  DISABLED_CLIENT(by("ada").client("turned-off"), Misconfiguration.CLIENT_AUTHENTICATION),
  NO_DIRECT_ACCESS(by("ada").client("no-direct-access"), Misconfiguration.GRANT_NOT_ALLOWED),
  UNKNOWN_SCOPE(by("ada").scope("nothing"), Misconfiguration.REQUEST_REFUSED),
  UNKNOWN_REALM(by("ada").realm("nowhere"), Misconfiguration.DEFAULT_DIRECTORY_MISSING),
  DISABLED_REALM(by("ada").realm("closed"), Misconfiguration.DEFAULT_DIRECTORY_MISSING),
  PLAIN_HTTP(by("ada").realm("https-only"), Misconfiguration.REQUEST_REFUSED);

  private final Login login;
  private final OutcomeCode ends;
  private final Option<Misconfiguration> misconfiguration;

  LoginSituation(Login login, OutcomeCode ends) {
    this.login = login;
    this.ends = ends;
    this.misconfiguration = Option.none();
  }

  LoginSituation(Login login, Misconfiguration misconfiguration) {
    this.login = login;
    this.ends = OutcomeCode.MISCONFIGURED;
    this.misconfiguration = Option.some(misconfiguration);
  }

  Login login() {
    return login;
  }

  OutcomeCode ends() {
    return ends;
  }

  Option<Misconfiguration> misconfiguration() {
    return misconfiguration;
  }

  /** Its key in the recorded answers. */
  String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static Login by(String username) {
    return new Login(
        "staff", "gateway", "the-secret-of-the-client", "", username, "correct horse", 0);
  }

  /**
   * What is submitted.
   *
   * @param scope empty for none
   * @param failures how many wrong passwords are submitted for the user before it
   */
  record Login(
      String realm,
      String client,
      String secret,
      String scope,
      String username,
      String password,
      int failures) {

    Login realm(String other) {
      return new Login(other, client, secret, scope, username, password, failures);
    }

    Login client(String other) {
      return new Login(realm, other, secret, scope, username, password, failures);
    }

    Login secret(String other) {
      return new Login(realm, client, other, scope, username, password, failures);
    }

    Login scope(String other) {
      return new Login(realm, client, secret, other, username, password, failures);
    }

    Login password(String other) {
      return new Login(realm, client, secret, scope, username, other, failures);
    }

    Login afterFailures(int number) {
      return new Login(realm, client, secret, scope, username, password, number);
    }
  }
}
