package dev.portcullis.doctor.check.connection;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Causes;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.remedy.Change.Target;
import dev.portcullis.doctor.remedy.ChangeSet;
import dev.portcullis.doctor.remedy.Edit.Value;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot.Connection;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/** Whether the tenant has a default directory, if logins name no realm. */
final class DefaultDirectoryCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              Causes.DEFAULT_DIRECTORY,
              Area.CONNECTION,
              "Default directory",
              "Logins without a realm use it, and fail with server_error if there is none.")
          .inDashboard("Settings > General > API Authorization Settings > Default Directory")
          .inApi("PATCH /api/v2/tenants/settings {\"default_directory\":\"...\"}")
          .inTerraform("auth0_tenant.default_directory")
          .source(Documents.TENANT_SETTINGS);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    if (facts.expected().realm().isDefined()) {
      return new NotApplicable("logins name the realm " + facts.expected().realm().get());
    }
    return CheckResult.of(
        facts.tenant().get(TenantFact.DIRECTORY),
        it ->
            it.defaultDirectory()
                .fold(() -> new Failed("none, and auth0.realm is not set"), Passed::new));
  }

  /** Only where there is no choice: one database that the application may use. */
  @Override
  public ChangeSet remedy(Facts facts, ChangeSet changes) {
    Seq<Connection> usable =
        facts
            .tenant()
            .get(TenantFact.CONNECTIONS)
            .getOrElse(Vector.empty())
            .filter(each -> each.strategy().equals("auth0") && each.enabled().getOrElse(false));
    return usable.size() == 1
        ? changes.set(
            new Target.OfTenant(),
            "default_directory",
            new Value.Unset(),
            new Value.Text(usable.head().name()))
        : changes;
  }
}
