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
import java.time.Duration;

/** Whether the limits of suspicious IP throttling are sensible. */
final class IpThrottlingRateCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "ip-throttling-rate",
              Area.PROTECTION,
              "Throttling rate",
              "If it is too low, offices that share an address are blocked; if it is too high,"
                  + " credential stuffing gets through. Auth0's default is 100 a day.")
          .inDashboard("Security > Attack Protection > Suspicious IP Throttling > Login")
          .inApi(
              "PATCH /api/v2/attack-protection/suspicious-ip-throttling"
                  + " {\"stage\":{\"pre-login\":{\"max_attempts\":100,\"rate\":864000}}}")
          .inTerraform("auth0_attack_protection.suspicious_ip_throttling.pre_login")
          .source(Documents.SUSPICIOUS_IP_THROTTLING);
  private static final int LEAST = 20;
  private static final int MOST = 1000;
  private static final int MOST_PER_DAY = 5000;
  private static final int DEFAULT_ATTEMPTS = 100;
  private static final Duration DEFAULT_RATE = Duration.ofSeconds(864);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CheckResult.of(
        facts.tenant().get(TenantFact.SUSPICIOUS_IP),
        it -> {
          String found =
              it.maxAttempts() + " attempts, one more every " + it.rate().toSeconds() + " s";
          if (it.maxAttempts() < LEAST) {
            return new Warning(found + ": an office behind one address is blocked soon");
          }
          return it.maxAttempts() > MOST || perDay(it.rate()) > MOST_PER_DAY
              ? new Warning(found + ": allows much credential stuffing")
              : new Passed(found);
        });
  }

  private static double perDay(Duration rate) {
    return (double) Duration.ofDays(1).toMillis() / Math.max(1, rate.toMillis());
  }

  @Override
  public ChangeSet remedy(Facts facts, ChangeSet changes) {
    return facts
        .tenant()
        .get(TenantFact.SUSPICIOUS_IP)
        .map(
            it ->
                changes
                    .set(
                        OfProtection.SUSPICIOUS_IP,
                        "stage.pre-login.max_attempts",
                        new Value.Count(it.maxAttempts()),
                        new Value.Count(DEFAULT_ATTEMPTS))
                    .set(
                        OfProtection.SUSPICIOUS_IP,
                        "stage.pre-login.rate",
                        new Value.Count(it.rate().toMillis()),
                        new Value.Count(DEFAULT_RATE.toMillis())))
        .getOrElse(changes);
  }
}
