package dev.portcullis.doctor.check.protection;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.remedy.Change.Target.OfProtection;
import dev.portcullis.doctor.remedy.ChangeSet;
import dev.portcullis.doctor.remedy.Edit.Value;
import dev.portcullis.doctor.tenant.TenantFact;

/** Whether brute-force protection counts by identifier and address. */
final class BruteForceModeCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "brute-force-mode",
              Area.PROTECTION,
              "Brute-force mode",
              "Account Lockout counts failed logins of an identifier from all addresses, so anyone"
                  + " who knows a user's name can lock the user out.")
          .inDashboard("Security > Attack Protection > Brute-force Protection > Account Lockout")
          .inApi(
              "PATCH /api/v2/attack-protection/brute-force-protection"
                  + " {\"mode\":\"count_per_identifier_and_ip\"}")
          .inTerraform("auth0_attack_protection.brute_force_protection.mode")
          .source(Documents.BRUTE_FORCE_PROTECTION);
  private static final String PER_ADDRESS = "count_per_identifier_and_ip";

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CheckResult.of(
        facts.tenant().get(TenantFact.BRUTE_FORCE),
        it ->
            it.mode().equals(PER_ADDRESS)
                ? new Passed(it.mode())
                : new Warning(it.mode() + " (expected: " + PER_ADDRESS + ")"));
  }

  @Override
  public ChangeSet remedy(Facts facts, ChangeSet changes) {
    return facts
        .tenant()
        .get(TenantFact.BRUTE_FORCE)
        .map(
            it ->
                changes.set(
                    OfProtection.BRUTE_FORCE,
                    "mode",
                    new Value.Text(it.mode()),
                    new Value.Text(PER_ADDRESS)))
        .getOrElse(changes);
  }
}
