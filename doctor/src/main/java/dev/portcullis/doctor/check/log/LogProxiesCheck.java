package dev.portcullis.doctor.check.log;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;

/** Whether no login was attributed to a proxy. */
final class LogProxiesCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "log-proxies",
              Area.LOG,
              "No proxy in the log",
              "A login whose ip is a proxy's means that the gateway took the proxy for the user.")
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
                    logins, facts.expected()::isProxy, Failed::new, "a proxy's address"));
  }
}
