package dev.portcullis.doctor.check.canary;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.domain.address.IpAddress;
import dev.portcullis.domain.address.IpRangeSet;

/** Whether the tenant sees the gateway at the addresses of the settings. */
final class CanaryEgressCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "canary-egress",
              Area.CANARY,
              "Canary comes from the gateway",
              "client_ip shows the address at which the tenant sees the gateway.")
          .inDashboard("Monitoring > Logs")
          .inApi("GET /api/v2/logs?q=type:sepft")
          .source(Documents.LOG_EVENTS);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    IpRangeSet known = facts.expected().egress();
    return CanaryEvents.judge(
        facts.canary(),
        (sent, event) ->
            event
                .clientIp()
                .<CheckResult>fold(
                    () -> new NotChecked("the event has no client_ip"),
                    from -> judge(from, known)));
  }

  private static CheckResult judge(IpAddress from, IpRangeSet known) {
    if (known.isEmpty()) {
      return new Passed(from + "; add it to doctor.egress to have it checked");
    }
    return known.contains(from)
        ? new Passed("client_ip is " + from)
        : new Warning(
            "client_ip is "
                + from
                + ", which is not in doctor.egress: "
                + known.ranges().mkString(", "));
  }
}
