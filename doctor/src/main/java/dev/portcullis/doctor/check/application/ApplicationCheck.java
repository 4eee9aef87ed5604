package dev.portcullis.doctor.check.application;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Causes;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.TenantFact;

/** Whether the application that the gateway logs in as exists. */
final class ApplicationCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              Causes.APPLICATION,
              Area.APPLICATION,
              "Application",
              "Without the application no login works.")
          .inDashboard("Applications > Applications")
          .inApi("GET /api/v2/clients/{id}")
          .inTerraform("auth0_client")
          .source(Documents.APPLICATION_SETTINGS);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CheckResult.of(
        facts.tenant().get(TenantFact.APPLICATION),
        app ->
            app.fold(
                () -> new Failed("the tenant has no application " + facts.expected().clientId()),
                it -> new Passed(it.name() + " (" + it.clientId() + ")")));
  }
}
