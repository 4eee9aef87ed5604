package dev.portcullis.doctor.check.application;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.remedy.ChangeSet;
import dev.portcullis.doctor.tenant.TenantSnapshot.Application;
import io.vavr.collection.Seq;

/** Whether the application may use the grants of the second factor. */
final class GrantMfaCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "grant-mfa",
              Area.APPLICATION,
              "Grants of the second factor",
              "Users with a second factor cannot finish a login without them.")
          .inDashboard(
              "Applications > your application > Settings > Advanced Settings > Grant Types > MFA")
          .inApi("PATCH /api/v2/clients/{id} {\"grant_types\":[...]}")
          .inTerraform("auth0_client.grant_types")
          .source(Documents.PASSWORD_GRANT_WITH_MFA);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.ofApplication(
        app -> {
          Seq<String> missing = missing(app);
          return missing.isEmpty()
              ? new Passed("one-time password, out of band, recovery code")
              : new Warning(
                  "missing: "
                      + missing
                          .map(grant -> grant.substring(grant.lastIndexOf('/') + 1))
                          .mkString(", "));
        });
  }

  @Override
  public ChangeSet remedy(Facts facts, ChangeSet changes) {
    return Grants.add(
        facts, changes, facts.application().toVector().flatMap(GrantMfaCheck::missing));
  }

  private static Seq<String> missing(Application app) {
    return Grants.MFA.filter(grant -> !app.grants().contains(grant));
  }
}
