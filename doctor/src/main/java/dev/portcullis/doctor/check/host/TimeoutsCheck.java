package dev.portcullis.doctor.check.host;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Expectations;
import dev.portcullis.doctor.check.Facts;

/** Whether the time-outs of calls to the tenant are sensible. */
final class TimeoutsCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "timeouts",
              Area.LOCAL,
              "Time-outs",
              "If they are too short, logins that Auth0 has counted end without an answer; if they"
                  + " are too long, users give up first.")
          .source(Documents.CONFIGURATION);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    Expectations.Timeouts it = facts.expected().timeouts();
    String found =
        "connect " + it.connect().toMillis() + " ms, in total " + it.total().toMillis() + " ms";
    if (it.connect().toMillis() < 500 || it.total().toMillis() < 3000) {
      return new Warning(found + ": too short when Auth0 is slow");
    }
    return it.total().toSeconds() > 30
        ? new Warning(found + ": users give up sooner")
        : new Passed(found);
  }
}
