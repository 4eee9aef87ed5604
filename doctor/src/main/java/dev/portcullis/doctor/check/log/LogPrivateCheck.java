package dev.portcullis.doctor.check.log;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;

/** Whether no login was attributed to a private address. */
final class LogPrivateCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "log-private",
              Area.LOG,
              "No private address in the log",
              "A login whose ip is private means that the gateway took an internal address for the"
                  + " user's.")
          .inDashboard("Monitoring > Logs")
          .inApi("GET /api/v2/logs?q=type:sepft")
          .source(Documents.CLIENT_ADDRESS);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CheckResult.of(
        facts.logins(),
        logins ->
            logins.isEmpty()
                ? new NotApplicable("no login in this time")
                : Logins.without(
                    logins,
                    ip -> ip.isReserved() && !facts.expected().mayBeUser(ip),
                    Failed::new,
                    "a private address"));
  }
}
