package dev.portcullis.doctor.check;

import io.vavr.collection.Set;
import io.vavr.collection.Vector;

/** Auth0's names of the grants that the gateway uses. */
public final class Grants {

  static final String PASSWORD = "password";
  static final String REALM = "http://auth0.com/oauth/grant-type/password-realm";
  public static final String REFRESH = "refresh_token";
  static final Vector<String> MFA =
      Vector.of(
          "http://auth0.com/oauth/grant-type/mfa-otp",
          "http://auth0.com/oauth/grant-type/mfa-oob",
          "http://auth0.com/oauth/grant-type/mfa-recovery-code");

  private Grants() {}

  public static String ofLogins(Expectations expected) {
    return expected.realm().isDefined() ? REALM : PASSWORD;
  }

  public static Vector<String> missingMfa(Set<String> allowed) {
    return MFA.filter(grant -> !allowed.contains(grant));
  }
}
