package dev.portcullis.doctor.check.connection;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import io.vavr.collection.Vector;

/** Whether the connection is of a kind that takes passwords. */
final class ConnectionActiveCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "connection-active",
              Area.CONNECTION,
              "Connection takes passwords",
              "Only connections with active authentication (database, AD/LDAP, ADFS, Azure AD,"
                  + " passwordless) support this grant.")
          .inDashboard("Authentication")
          .inTerraform("auth0_connection.strategy")
          .source(Documents.PASSWORD_GRANT);
  private static final Vector<String> ACTIVE =
      Vector.of("auth0", "ad", "adfs", "waad", "email", "sms");

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.ofConnection(
        connection ->
            ACTIVE.contains(connection.strategy())
                ? new Passed(connection.strategy())
                : new Failed(
                    connection.strategy() + " (expected: one of " + ACTIVE.mkString(", ") + ")"));
  }
}
