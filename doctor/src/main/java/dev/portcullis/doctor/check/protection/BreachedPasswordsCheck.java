package dev.portcullis.doctor.check.protection;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.remedy.Change.Target.OfProtection;
import dev.portcullis.doctor.remedy.ChangeSet;
import dev.portcullis.doctor.tenant.TenantFact;

/** Whether breached-password detection is on and blocks. */
final class BreachedPasswordsCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "breached-passwords",
              Area.PROTECTION,
              "Breached-password detection",
              "If it is off or does not block, published passwords open accounts.")
          .inDashboard("Security > Attack Protection > Breached Password Detection")
          .inApi(
              "PATCH /api/v2/attack-protection/breached-password-detection"
                  + " {\"enabled\":true,\"shields\":[\"block\",...]}")
          .inTerraform("auth0_attack_protection.breached_password_detection")
          .source(Documents.BREACHED_PASSWORD_DETECTION);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CheckResult.of(
        facts.tenant().get(TenantFact.BREACHED_PASSWORDS),
        it -> Shields.judge(it.enabled(), it.shields(), Warning::new));
  }

  @Override
  public ChangeSet remedy(Facts facts, ChangeSet changes) {
    return facts
        .tenant()
        .get(TenantFact.BREACHED_PASSWORDS)
        .map(
            it ->
                Shields.raise(changes, OfProtection.BREACHED_PASSWORDS, it.enabled(), it.shields()))
        .getOrElse(changes);
  }
}
