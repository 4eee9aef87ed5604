package dev.portcullis.doctor.check.application;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.remedy.ChangeSet;

/** Whether the tenant trusts the address that the gateway sends. */
final class TrustHeaderCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "trust-header",
              Area.APPLICATION,
              "Trust Token Endpoint IP Header",
              "Without it Auth0 silently ignores the header and attributes every login to the"
                  + " gateway's address, so that one attacker blocks all users.")
          .inDashboard(
              "Applications > your application > Settings > Advanced Settings > OAuth > Trust Token"
                  + " Endpoint IP Header")
          .inApi(
              "PATCH /api/v2/clients/{id}"
                  + " {\"token_endpoint_auth_method\":\"client_secret_post\","
                  + "\"is_token_endpoint_ip_header_trusted\":true}")
          .inTerraform("auth0_client.is_token_endpoint_ip_header_trusted")
          .source(Documents.PASSWORD_GRANT_AND_ATTACK_PROTECTION);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.ofApplication(
        app ->
            app.ipHeaderTrusted()
                ? new Passed("on")
                : new Failed(
                    app.method().sendsSecret()
                        ? "off, so auth0-forwarded-for is ignored"
                        : "off, and cannot be on with authentication method "
                            + app.method().word()));
  }

  @Override
  public ChangeSet remedy(Facts facts, ChangeSet changes) {
    return facts
        .application()
        .filter(app -> Credentials.canSendSecret(app.method()))
        .map(
            app ->
                Credentials.trust(
                    app.method().sendsSecret()
                        ? Credentials.keepMethod(changes, app)
                        : Credentials.setMethod(changes, app, facts.expected().method()),
                    app))
        .getOrElse(changes);
  }
}
