package dev.portcullis.doctor.check.canary;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.domain.address.IpAddress;
import io.vavr.control.Option;

/** Whether the tenant logged the address that the canary stated. */
final class CanaryAddressCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "canary-address",
              Area.CANARY,
              "Canary's address arrives",
              "Only the tenant's own log proves that it trusts the address: ip must be the one that"
                  + " was sent.")
          .inDashboard("Monitoring > Logs")
          .inApi("GET /api/v2/logs?q=type:sepft")
          .source(Documents.PASSWORD_GRANT_AND_ATTACK_PROTECTION);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CanaryEvents.judge(facts.canary(), CanaryAddressCheck::judge);
  }

  private static CheckResult judge(IpAddress sent, LogEvent event) {
    Option<IpAddress> logged = event.ip();
    if (logged.contains(sent)) {
      return new Passed("ip is " + sent + ", as sent");
    }
    String found =
        "ip is " + logged.map(IpAddress::toString).getOrElse("missing") + ", sent was " + sent;
    return new Failed(
        logged.isDefined() && logged.equals(event.clientIp())
            ? found + ": the header was ignored"
            : found);
  }
}
