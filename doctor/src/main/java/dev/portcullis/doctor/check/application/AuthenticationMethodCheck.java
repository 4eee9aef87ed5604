package dev.portcullis.doctor.check.application;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.remedy.ChangeSet;
import dev.portcullis.doctor.tenant.TenantSnapshot.Application;
import dev.portcullis.doctor.tenant.TenantSnapshot.AuthenticationMethod;

/** Whether the application authenticates with its secret, as the gateway does. */
final class AuthenticationMethodCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "authentication-method",
              Area.APPLICATION,
              "Authentication method",
              "Auth0 reads auth0-forwarded-for only from a call with the client secret: not without"
                  + " authentication, not with Private Key JWT, not with mTLS.")
          .inDashboard("Applications > your application > Credentials")
          .inApi(
              "PATCH /api/v2/clients/{id} {\"token_endpoint_auth_method\":\"client_secret_post\"}")
          .inTerraform("auth0_client_credentials.authentication_method")
          .source(Documents.PASSWORD_GRANT_AND_ATTACK_PROTECTION);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.ofApplication(app -> judge(app, facts.expected().method()));
  }

  private static CheckResult judge(Application app, AuthenticationMethod expected) {
    String word = app.method().word();
    if (!app.method().sendsSecret()) {
      return new Failed(word + " (expected: " + expected.word() + ")");
    }
    return app.method() == expected
        ? new Passed(word)
        : new Warning(
            word
                + ", while auth0.authentication-method is "
                + expected.word()
                + ": make them the same");
  }

  @Override
  public ChangeSet remedy(Facts facts, ChangeSet changes) {
    return facts
        .application()
        .filter(app -> Credentials.canSendSecret(app.method()))
        .map(
            app ->
                Credentials.keepTrust(
                    Credentials.setMethod(changes, app, facts.expected().method()), app))
        .getOrElse(changes);
  }
}
