package dev.portcullis.doctor.check.application;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;

/** Whether the application is first-party. */
final class FirstPartyCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "first-party",
              Area.APPLICATION,
              "First party",
              "Auth0 refuses the password grant to third-party applications.")
          .inDashboard(
              "Applications > Create Application: applications created there are first-party")
          .inTerraform("auth0_client.is_first_party")
          .source(Documents.PASSWORD_GRANT);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.ofApplication(
        app -> app.firstParty() ? new Passed("first party") : new Failed("third party"));
  }
}
