package dev.portcullis.doctor.check.connection;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.remedy.Change.EnableConnection;
import dev.portcullis.doctor.remedy.ChangeSet;
import dev.portcullis.doctor.tenant.TenantSnapshot.Application;

/** Whether the application may use the connection. */
final class ConnectionEnabledCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "connection-enabled",
              Area.CONNECTION,
              "Connection is enabled",
              "A connection that is not enabled for the application refuses every login.")
          .inDashboard("Applications > your application > Connections")
          .inApi("PATCH /api/v2/connections/{id}/clients [{\"client_id\":\"...\",\"status\":true}]")
          .inTerraform("auth0_connection_client")
          .source(Documents.CONNECTIONS);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    String client = facts.expected().clientId();
    return facts.ofConnection(
        connection ->
            CheckResult.of(
                connection.enabled(),
                enabled ->
                    enabled ? new Passed("for " + client) : new Failed("not for " + client)));
  }

  @Override
  public ChangeSet remedy(Facts facts, ChangeSet changes) {
    String client = facts.expected().clientId();
    return facts
        .connection()
        .map(
            it ->
                changes.enable(
                    new EnableConnection(
                        it.id(),
                        it.name(),
                        client,
                        facts.application().map(Application::name).getOrElse(client))))
        .getOrElse(changes);
  }
}
