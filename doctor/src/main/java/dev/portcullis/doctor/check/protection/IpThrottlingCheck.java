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

/** Whether suspicious IP throttling is on and blocks. */
final class IpThrottlingCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "ip-throttling",
              Area.PROTECTION,
              "Suspicious IP throttling",
              "If it is off or does not block, one address can try many users.")
          .inDashboard("Security > Attack Protection > Suspicious IP Throttling")
          .inApi(
              "PATCH /api/v2/attack-protection/suspicious-ip-throttling"
                  + " {\"enabled\":true,\"shields\":[\"block\",...]}")
          .inTerraform("auth0_attack_protection.suspicious_ip_throttling")
          .source(Documents.SUSPICIOUS_IP_THROTTLING);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CheckResult.of(
        facts.tenant().get(TenantFact.SUSPICIOUS_IP),
        it -> Shields.judge(it.enabled(), it.shields(), Failed::new));
  }

  @Override
  public ChangeSet remedy(Facts facts, ChangeSet changes) {
    return facts
        .tenant()
        .get(TenantFact.SUSPICIOUS_IP)
        .map(it -> Shields.raise(changes, OfProtection.SUSPICIOUS_IP, it.enabled(), it.shields()))
        .getOrElse(changes);
  }
}
