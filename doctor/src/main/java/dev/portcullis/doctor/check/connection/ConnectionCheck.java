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
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

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
  private static final int MOST_NAMES = 20;

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
                                () ->
                                    new Failed(
                                        "the tenant has no connection " + name + others(facts)),
                                it -> new Passed(it.name() + " (" + it.strategy() + ")"))));
  }

  /** Names are case-sensitive and easy to mistype, so the report has those that exist. */
  private static String others(Facts facts) {
    Seq<String> names =
        facts.tenant().get(TenantFact.CONNECTION_NAMES).getOrElse(Vector.empty()).sorted();
    if (names.isEmpty()) {
      return "";
    }
    int more = names.size() - MOST_NAMES;
    return "; it has "
        + names.take(MOST_NAMES).mkString(", ")
        + (more > 0 ? " and " + more + " more" : "");
  }
}
