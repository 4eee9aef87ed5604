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
import io.vavr.collection.Seq;

/** Whether the entries of the AllowLists are no wider than one site. */
final class AllowlistWidthCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "allowlist-width",
              Area.PROTECTION,
              "AllowLists are narrow",
              "Clients in an AllowList may guess without limit; a wide range contains unknown"
                  + " clients.")
          .inDashboard("Security > Attack Protection > ... > IP AllowList")
          .inApi("PATCH /api/v2/attack-protection/... {\"allowlist\":[...]}")
          .inTerraform("auth0_attack_protection.*.allowlist")
          .source(Documents.BRUTE_FORCE_PROTECTION);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return Allowlists.judge(
        facts,
        entries -> {
          Seq<String> open = Allowlists.open(entries);
          if (!open.isEmpty()) {
            return new Failed(open.mkString(", ") + ": a large part of the internet is exempt");
          }
          Seq<String> wide = Allowlists.wide(entries);
          return wide.isEmpty()
              ? new Passed(entries.isEmpty() ? "empty" : entries.size() + " narrow")
              : new Warning(wide.mkString(", ") + " (expected: /24 or /48 at most)");
        });
  }
}
