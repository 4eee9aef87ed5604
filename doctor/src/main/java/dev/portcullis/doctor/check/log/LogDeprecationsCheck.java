package dev.portcullis.doctor.check.log;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.LogEvent;

/** Whether the application uses nothing that Auth0 has deprecated. */
final class LogDeprecationsCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "log-deprecations",
              Area.LOG,
              "No deprecation notice",
              "What Auth0 has deprecated ends on a date; a notice names the application that still"
                  + " uses it.")
          .inDashboard("Monitoring > Logs, type:depnote")
          .inApi("GET /api/v2/logs?q=type:depnote")
          .source(Documents.DEPRECATIONS);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CheckResult.of(
        facts.log().notices(),
        notices ->
            notices.isEmpty()
                ? new Passed("none in this time")
                : new Warning(
                    notices.size()
                        + (notices.size() == 1 ? " notice" : " notices")
                        + ", the last at "
                        + notices.map(LogEvent::date).max().get()));
  }
}
