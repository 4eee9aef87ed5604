package dev.portcullis.doctor.check.management;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Causes;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Skipped;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.FactUnavailable;

/** Whether the tenant lets the doctor read at all. */
final class ManagementAccessCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              Causes.MANAGEMENT_ACCESS,
              Area.MANAGEMENT,
              "Access to the Management API",
              "Without it the doctor reads neither the tenant's settings nor its log.")
          .inDashboard("Applications > your Machine to Machine application > APIs")
          .inTerraform("auth0_client_grant")
          .source(Documents.DOCTOR);
  private static final CheckResult GRANTED = new Passed("granted");

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.noAccess().fold(() -> GRANTED, why -> without(why, facts));
  }

  private static CheckResult without(FactUnavailable why, Facts facts) {
    return switch (why) {
      case FactUnavailable.NoAccess it -> new Failed(it.reason());
      case FactUnavailable.Unreachable it ->
          facts.obstacle().fold(() -> new Failed(it.reason()), Skipped::new);
      case FactUnavailable.NotConfigured it -> new NotChecked(it.reason());
      case FactUnavailable.MissingScope it -> GRANTED;
      case FactUnavailable.NotEnabled it -> GRANTED;
      case FactUnavailable.NotAnswered it -> new NotChecked(it.reason());
    };
  }
}
