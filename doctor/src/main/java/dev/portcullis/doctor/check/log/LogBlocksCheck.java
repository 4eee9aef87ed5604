package dev.portcullis.doctor.check.log;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.Counted;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.domain.address.IpRangeSet;
import io.vavr.collection.Seq;

/** Whether attack protection has not blocked the gateway. */
final class LogBlocksCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "log-blocks",
              Area.LOG,
              "No block of the gateway",
              "A block of the gateway's own address affects every user behind it.")
          .inDashboard("Monitoring > Logs")
          .inApi("DELETE /api/v2/anomaly/blocks/ips/{ip}, after fixing the cause")
          .source(Documents.PASSWORD_GRANT_AND_ATTACK_PROTECTION);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CheckResult.of(facts.blocks(), blocks -> judge(blocks, facts.egress()));
  }

  private static CheckResult judge(Seq<LogEvent> blocks, IpRangeSet egress) {
    if (blocks.isEmpty()) {
      return new Passed("no block in this time");
    }
    if (egress.isEmpty()) {
      return new NotChecked(
          Counted.of(blocks.size(), "block")
              + ", and the gateway's own addresses are not known: set doctor.egress");
    }
    Seq<LogEvent> own = blocks.filter(it -> it.ip().exists(egress::contains));
    return own.isEmpty()
        ? new Passed("none of " + Counted.of(blocks.size(), "block") + " is the gateway's")
        : new Failed(
            own.size()
                + " of "
                + Counted.of(blocks.size(), "block")
                + " hit "
                + own.flatMap(LogEvent::ip).distinct().sorted().mkString(", ")
                + ", the gateway itself");
  }
}
