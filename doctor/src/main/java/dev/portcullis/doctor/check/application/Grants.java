package dev.portcullis.doctor.check.application;

import dev.portcullis.doctor.check.Expectations;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.remedy.Change.Target.OfApplication;
import dev.portcullis.doctor.remedy.ChangeSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/** Auth0's names of the grants that the gateway uses, and the edit that adds them. */
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

  /** The grant that logins use. */
  static String ofLogins(Expectations expected) {
    return expected.realm().isDefined() ? REALM : PASSWORD;
  }

  /** Adds grants to those of the application. */
  static ChangeSet add(Facts facts, ChangeSet changes, Seq<String> grants) {
    return facts
        .application()
        .map(
            app ->
                changes.edit(
                    new OfApplication(app.clientId(), app.name()),
                    "grant_types",
                    app.grants().toVector().sorted(),
                    now -> now.appendAll(grants)))
        .getOrElse(changes);
  }
}
