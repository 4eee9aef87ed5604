package dev.portcullis.doctor.check.protection;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Counted;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.remedy.Change.Target.OfProtection;
import dev.portcullis.doctor.remedy.ChangeSet;
import dev.portcullis.doctor.remedy.Edit.Value;
import dev.portcullis.doctor.tenant.TenantFact;

/** Whether the threshold of brute-force protection is sensible. */
final class BruteForceThresholdCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "brute-force-threshold",
              Area.PROTECTION,
              "Brute-force threshold",
              "If it is too low, users who mistype are blocked; if it is too high, guessing goes"
                  + " on. Auth0's default is 10.")
          .inDashboard("Security > Attack Protection > Brute-force Protection > Threshold")
          .inApi("PATCH /api/v2/attack-protection/brute-force-protection {\"max_attempts\":10}")
          .inTerraform("auth0_attack_protection.brute_force_protection.max_attempts")
          .source(Documents.BRUTE_FORCE_PROTECTION);
  private static final int LEAST = 3;
  private static final int MOST = 50;
  private static final int DEFAULT = 10;

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CheckResult.of(
        facts.tenant().get(TenantFact.BRUTE_FORCE),
        it -> {
          String found = Counted.of(it.maxAttempts(), "attempt");
          if (it.maxAttempts() < LEAST) {
            return new Warning(found + ": users who mistype are blocked");
          }
          return it.maxAttempts() > MOST
              ? new Warning(found + ": allows many guesses")
              : new Passed(found);
        });
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
                    "max_attempts",
                    new Value.Count(it.maxAttempts()),
                    new Value.Count(DEFAULT)))
        .getOrElse(changes);
  }
}
