package dev.portcullis.doctor.check.connection;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;

/** Whether users of the connection log in with passwords. */
final class ConnectionPasswordCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "connection-password",
              Area.CONNECTION,
              "Passwords are on",
              "If the connection takes no passwords, no login through this grant can work.")
          .inDashboard("Authentication > Database > your connection > Authentication Methods")
          .inTerraform("auth0_connection.options.authentication_methods.password")
          .source(Documents.PASSWORDLESS_CONNECTIONS);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.ofConnection(
        connection -> {
          if (!connection.strategy().equals("auth0")) {
            return new NotApplicable("only database connections can do without");
          }
          return connection.passwords().enabled()
              ? new Passed("on")
              : new Failed("off for " + connection.name() + ": users log in by other means");
        });
  }
}
