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

/** Whether the application does without Organizations. */
final class OrganizationsCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "organizations",
              Area.APPLICATION,
              "Organizations",
              "The password grant does not work for applications that log in through"
                  + " Organizations.")
          .inDashboard("Applications > your application > Organizations")
          .inApi("PATCH /api/v2/clients/{id} {\"organization_usage\":\"deny\"}")
          .inTerraform("auth0_client.organization_usage")
          .source(Documents.ORGANIZATIONS);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.ofApplication(
        app ->
            switch (app.organizations()) {
              case DENY -> new Passed("not used");
              case ALLOW -> new Warning("allowed; logins through an organization do not work here");
              case REQUIRE -> new Failed("required, so every login of this grant is refused");
            });
  }
}
