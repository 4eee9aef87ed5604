package dev.portcullis.doctor.check.canary;

import dev.portcullis.doctor.canary.Canary;
import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Causes;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Skipped;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;

/** Whether the test user can log in. */
final class CanaryLoginCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              Causes.CANARY_LOGIN,
              Area.CANARY,
              "Canary login",
              "A login with a test user shows that everything from the gateway to the tenant"
                  + " works.")
          .inDashboard("User Management > Users")
          .source(Documents.PASSWORD_GRANT);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return switch (facts.canary()) {
      case Canary.NotConfigured() -> new NotApplicable("doctor.canary is not set");
      case Canary.NoLog(var why) -> CheckResult.unavailable(why);
      case Canary.NotAnswered(var why) ->
          facts.obstacle().fold(() -> new NotChecked(why), Skipped::new);
      case Canary.Refused(var why) -> new Failed(why);
      case Canary.LoggedIn(var sent, var seen) -> new Passed("logged in from " + sent);
    };
  }
}
