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

/** Whether the connection's own switch of brute-force protection is on. */
final class ConnectionBruteForceCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "connection-brute-force",
              Area.CONNECTION,
              "Connection's brute-force switch",
              "Brute-force protection needs both the tenant's switch and the connection's.")
          .inDashboard(
              "Authentication > Database > your connection > Settings > Disable Brute-Force"
                  + " Protection")
          .inApi("PATCH /api/v2/connections/{id} with all of its options")
          .inTerraform("auth0_connection.options.brute_force_protection")
          .source(Documents.BRUTE_FORCE_PROTECTION);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.ofConnection(
        connection -> {
          if (!connection.strategy().equals("auth0")) {
            return new NotApplicable("only database connections have it");
          }
          // Auth0's default where it is not set.
          return connection.bruteForceProtection().getOrElse(true)
              ? new Passed("on")
              : new Failed("off for " + connection.name());
        });
  }
}
