package dev.portcullis.doctor.check.protection;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.remedy.ChangeSet;
import dev.portcullis.doctor.tenant.TenantSnapshot.Application;
import io.vavr.collection.Seq;

/** Whether the AllowLists are free of the gateway's own addresses. */
final class AllowlistGatewayCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "allowlist-gateway",
              Area.PROTECTION,
              "AllowLists without the gateway",
              "The gateway's own address in an AllowList exempts every user and attacker while the"
                  + " header is not trusted, and has no effect while it is.")
          .inDashboard("Security > Attack Protection > ... > IP AllowList")
          .inApi("PATCH /api/v2/attack-protection/... {\"allowlist\":[...]}")
          .inTerraform("auth0_attack_protection.*.allowlist")
          .source(Documents.PASSWORD_GRANT_AND_ATTACK_PROTECTION);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return Allowlists.judge(facts, entries -> judge(facts, entries));
  }

  private static CheckResult judge(Facts facts, Seq<String> entries) {
    if (entries.isEmpty()) {
      return new Passed("empty");
    }
    if (facts.egress().isEmpty()) {
      return new NotChecked(
          "the gateway's own addresses are not known: set doctor.egress, or run the log checks"
              + " too");
    }
    Seq<String> found = Allowlists.ofGateway(entries, facts);
    if (found.isEmpty()) {
      return new Passed("none of " + facts.egress().ranges().mkString(", "));
    }
    String text = found.mkString(", ") + (found.size() == 1 ? " is" : " are") + " the gateway's";
    return facts.application().exists(Application::ipHeaderTrusted)
        ? new Warning(
            text + ": no effect now, but exempts every login once the header is not trusted")
        : new Failed(text + ", and the header is not trusted: no login is checked at all");
  }

  @Override
  public ChangeSet remedy(Facts facts, ChangeSet changes) {
    return Allowlists.remove(facts, changes, entries -> Allowlists.ofGateway(entries, facts));
  }
}
