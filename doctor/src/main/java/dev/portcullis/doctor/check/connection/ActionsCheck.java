package dev.portcullis.doctor.check.connection;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot.BoundAction;
import io.vavr.collection.Seq;

/** Whether no Action can deny logins of this grant, or the doctor its token. */
final class ActionsCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "actions",
              Area.CONNECTION,
              "Actions that can deny",
              "An Action that calls api.access.deny ends logins of this grant as access_denied, or"
                  + " keeps the doctor from getting a token; accept it if that is intended.")
          .inDashboard("Actions > Triggers")
          .inApi("GET /api/v2/actions/triggers/post-login/bindings")
          .inTerraform("auth0_trigger_actions")
          .source(Documents.ACTIONS);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CheckResult.of(
        facts.tenant().get(TenantFact.ACTIONS),
        all -> {
          Seq<BoundAction> denying = all.filter(BoundAction::denies);
          return denying.isEmpty()
              ? new Passed(all.isEmpty() ? "none" : "none of " + all.size())
              : new Warning(
                  denying.map(it -> it.name() + " (" + it.trigger() + ")").mkString(", "));
        });
  }
}
