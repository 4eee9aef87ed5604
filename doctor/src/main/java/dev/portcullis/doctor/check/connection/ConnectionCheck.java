package dev.portcullis.doctor.check.connection;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Causes;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Skipped;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.TenantFact;

/** Whether the connection that logins use exists. */
final class ConnectionCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              Causes.CONNECTION,
              Area.CONNECTION,
              "Connection",
              "Logins use one connection; if it does not exist, every login is refused.")
          .inDashboard("Authentication > Database")
          .inApi("GET /api/v2/connections?name=...")
          .inTerraform("auth0_connection")
          .source(Documents.PASSWORD_GRANT);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CheckResult.of(
        facts.tenant().get(TenantFact.CONNECTIONS),
        all ->
            facts
                .connectionName()
                .<CheckResult>fold(
                    () -> new Skipped(Causes.DEFAULT_DIRECTORY),
                    name ->
                        facts
                            .connection()
                            .<CheckResult>fold(
                                () -> new Failed("the tenant has no connection " + name),
                                it -> new Passed(it.name() + " (" + it.strategy() + ")"))));
  }
}
