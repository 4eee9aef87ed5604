package dev.portcullis.doctor.check.protection;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.remedy.ChangeSet;
import io.vavr.collection.Seq;

/** Whether end users can come from the entries of the AllowLists. */
final class AllowlistStaleCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "allowlist-stale",
              Area.PROTECTION,
              "AllowLists are in use",
              "An entry that no end user comes from has no use, and exempts unknown clients once"
                  + " the network changes owner.")
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
          Seq<String> stale = Allowlists.stale(entries, facts.expected());
          return stale.isEmpty()
              ? new Passed(entries.isEmpty() ? "empty" : entries.size() + " in use")
              : new Warning(stale.mkString(", ") + ": no end user comes from there");
        });
  }

  @Override
  public ChangeSet remedy(Facts facts, ChangeSet changes) {
    return Allowlists.remove(
        facts, changes, entries -> Allowlists.stale(entries, facts.expected()));
  }
}
