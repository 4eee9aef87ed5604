package dev.portcullis.doctor.check.application;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.remedy.ChangeSet;
import io.vavr.collection.Vector;

/** Whether the application may use refresh tokens, if they are requested. */
final class GrantRefreshCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "grant-refresh",
              Area.APPLICATION,
              "Grant of refresh tokens",
              "offline_access is requested, and without the grant Auth0 issues no refresh token.")
          .inDashboard(
              "Applications > your application > Settings > Advanced Settings > Grant Types >"
                  + " Refresh Token")
          .inApi("PATCH /api/v2/clients/{id} {\"grant_types\":[...]}")
          .inTerraform("auth0_client.grant_types")
          .source(Documents.APPLICATION_GRANTS);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.ofApplication(
        app -> {
          if (!facts.expected().refresh()) {
            return new NotApplicable("auth0.scope does not ask for offline_access");
          }
          return app.grants().contains(Grants.REFRESH)
              ? new Passed(Grants.REFRESH)
              : new Failed("refresh_token is not among the grants");
        });
  }

  @Override
  public ChangeSet remedy(Facts facts, ChangeSet changes) {
    return Grants.add(facts, changes, Vector.of(Grants.REFRESH));
  }
}
