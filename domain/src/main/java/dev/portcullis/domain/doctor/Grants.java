package dev.portcullis.domain.doctor;

import io.vavr.collection.Set;
import io.vavr.collection.Vector;

/** Auth0's names of the grants that the gateway uses. */
final class Grants {

  static final String PASSWORD = "password";
  static final String REALM = "http://auth0.com/oauth/grant-type/password-realm";
  static final String REFRESH = "refresh_token";
  static final Vector<String> MFA =
      Vector.of(
          "http://auth0.com/oauth/grant-type/mfa-otp",
          "http://auth0.com/oauth/grant-type/mfa-oob",
          "http://auth0.com/oauth/grant-type/mfa-recovery-code");

  private Grants() {}

  static String ofLogins(Expectations expected) {
    return expected.realm().isDefined() ? REALM : PASSWORD;
  }

  static Vector<String> missingMfa(Set<String> allowed) {
    return MFA.filter(grant -> !allowed.contains(grant));
  }
}
