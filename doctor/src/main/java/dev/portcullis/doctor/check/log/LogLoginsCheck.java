package dev.portcullis.doctor.check.log;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.LogEvent;
import io.vavr.collection.Seq;

/** Whether the logged logins show that the header is trusted. */
final class LogLoginsCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "log-logins",
              Area.LOG,
              "Logged logins",
              "A login whose ip equals its client_ip was attributed to the gateway's own address:"
                  + " the header was ignored.")
          .inDashboard("Monitoring > Logs")
          .inApi("GET /api/v2/logs?q=type:sepft")
          .source(Documents.PASSWORD_GRANT_AND_ATTACK_PROTECTION);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CheckResult.of(facts.logins(), LogLoginsCheck::judge);
  }

  private static CheckResult judge(Seq<LogEvent> logins) {
    Seq<LogEvent> comparable =
        logins.filter(it -> it.ip().isDefined() && it.clientIp().isDefined());
    if (comparable.isEmpty()) {
      return new NotApplicable("no login in this time");
    }
    Seq<LogEvent> ignored = comparable.filter(it -> it.ip().equals(it.clientIp()));
    if (ignored.isEmpty()) {
      return new Passed("ip differs from client_ip in " + Logins.count(comparable));
    }
    String found =
        ignored.size()
            + " of "
            + Logins.count(comparable)
            + " with ip equal to client_ip, the last at "
            + ignored.map(LogEvent::date).max().get();
    Seq<Boolean> inOrder = comparable.sortBy(LogEvent::id).map(ignored::contains);
    if (inOrder.last()) {
      return new Failed(found + ": the header is ignored");
    }
    // Ignored first and trusted afterwards: it was fixed. Otherwise it depends on the sender.
    int fixed = inOrder.sliding(2).count(two -> two.head() && !two.last());
    return fixed == 1
        ? new Passed(found + "; trusted since")
        : new Warning(found + "; the header was trusted for some logins and ignored for others");
  }
}
