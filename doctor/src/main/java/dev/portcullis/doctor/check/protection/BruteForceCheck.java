package dev.portcullis.doctor.check.protection;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.remedy.Change.Target.OfProtection;
import dev.portcullis.doctor.remedy.ChangeSet;
import dev.portcullis.doctor.tenant.TenantFact;

/** Whether brute-force protection is on and blocks. */
final class BruteForceCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "brute-force",
              Area.PROTECTION,
              "Brute-force protection",
              "If it is off or does not block, an attacker can guess passwords without limit.")
          .inDashboard("Security > Attack Protection > Brute-force Protection")
          .inApi(
              "PATCH /api/v2/attack-protection/brute-force-protection"
                  + " {\"enabled\":true,\"shields\":[\"block\",...]}")
          .inTerraform("auth0_attack_protection.brute_force_protection")
          .source(Documents.BRUTE_FORCE_PROTECTION);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CheckResult.of(
        facts.tenant().get(TenantFact.BRUTE_FORCE),
        it -> Shields.judge(it.enabled(), it.shields(), Failed::new));
  }

  @Override
  public ChangeSet remedy(Facts facts, ChangeSet changes) {
    return facts
        .tenant()
        .get(TenantFact.BRUTE_FORCE)
        .map(it -> Shields.raise(changes, OfProtection.BRUTE_FORCE, it.enabled(), it.shields()))
        .getOrElse(changes);
  }
}
