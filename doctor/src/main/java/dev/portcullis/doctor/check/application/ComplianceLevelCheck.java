package dev.portcullis.doctor.check.application;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;

/** Whether the application may authenticate with its secret. */
final class ComplianceLevelCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "compliance-level",
              Area.APPLICATION,
              "Compliance level",
              "Every FAPI level demands Private Key JWT or mTLS, and Auth0 trusts no address"
                  + " without the client secret.")
          .inDashboard("Applications > your application > Settings > Security Profile")
          .inApi("PATCH /api/v2/clients/{id} {\"compliance_level\":\"none\"}")
          .inTerraform("auth0_client.compliance_level")
          .source(Documents.COMPLIANCE);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.ofApplication(
        app ->
            app.complianceLevel()
                .<CheckResult>fold(
                    () -> new Passed("none"),
                    level ->
                        new Failed(level + ": the secret, and with it the address, is refused")));
  }
}
