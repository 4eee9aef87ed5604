package dev.portcullis.doctor.check.application;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.remedy.ChangeSet;
import io.vavr.collection.Vector;

/** Whether the application may use the grant of logins. */
final class GrantLoginCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "grant-login",
              Area.APPLICATION,
              "Grant of logins",
              "Without the grant every login is refused as unauthorized_client.")
          .inDashboard(
              "Applications > your application > Settings > Advanced Settings > Grant Types >"
                  + " Password")
          .inApi("PATCH /api/v2/clients/{id} {\"grant_types\":[...]}")
          .inTerraform("auth0_client.grant_types")
          .source(Documents.APPLICATION_GRANTS);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    String wanted = Grants.ofLogins(facts.expected());
    return facts.ofApplication(
        app ->
            app.grants().contains(wanted)
                ? new Passed(wanted)
                : new Failed(
                    wanted + " is not among " + app.grants().toVector().sorted().mkString(", ")));
  }

  @Override
  public ChangeSet remedy(Facts facts, ChangeSet changes) {
    return Grants.add(facts, changes, Vector.of(Grants.ofLogins(facts.expected())));
  }
}
