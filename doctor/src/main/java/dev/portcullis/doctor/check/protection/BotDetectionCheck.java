package dev.portcullis.doctor.check.protection;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.TenantFact;

/** Whether bot detection lets logins of this grant through. */
final class BotDetectionCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "bot-detection",
              Area.PROTECTION,
              "Bot detection",
              "It answers requires_verification, which no login through this grant can satisfy.")
          .inDashboard("Security > Attack Protection > Bot Detection")
          .inApi(
              "PATCH /api/v2/attack-protection/bot-detection"
                  + " {\"challenge_password_policy\":\"never\"}")
          .inTerraform("auth0_attack_protection.bot_detection")
          .source(Documents.BOT_DETECTION);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CheckResult.of(
        facts.tenant().get(TenantFact.BOT_DETECTION),
        it -> {
          if (it.monitoring() || it.policy().equals("never")) {
            return new Passed(it.monitoring() ? "only monitors" : "never challenges");
          }
          return it.policy().equals("always")
              ? new Failed("always challenges, so no login through this grant works")
              : new Warning(it.policy() + ": risky logins through this grant are refused");
        });
  }
}
