package dev.portcullis.doctor.check.canary;

import dev.portcullis.doctor.canary.Canary;
import dev.portcullis.doctor.canary.Canary.Seen;
import dev.portcullis.doctor.check.Causes;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Skipped;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.CheckTable;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.check.Given;
import dev.portcullis.doctor.tenant.Host;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.time.Duration;

class CanaryChecksTest extends CheckTable {

  @Override
  protected Seq<Check> checks() {
    return CanaryChecks.all();
  }

  @Override
  protected Seq<Row> rows() {
    return Vector.of(
        row(
            "canary-login",
            seen("192.0.2.10", "198.51.100.20"),
            new Passed("logged in from 192.0.2.10")),
        row(
            "canary-login",
            Given.nothing().withCanary(new Canary.Refused("wrong password")),
            new Failed("wrong password")),
        row(
            "canary-login",
            Given.nothing().withCanary(new Canary.NotAnswered("timeout")),
            new NotChecked("timeout")),
        row(
            "canary-login",
            Given.nothing()
                .withHost(new Host(new Host.Reach.NoName("no address"), Vector.empty()), Given.NOW)
                .withCanary(new Canary.NotAnswered("no address")),
            new Skipped(Causes.NAME_LOOKUP)),
        row(
            "canary-login",
            Given.nothing().withCanary(new Canary.NoLog(Given.NO_SCOPE)),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row(
            "canary-login",
            Given.nothing().withCanary(new Canary.NotConfigured()),
            new NotApplicable("doctor.canary is not set")),
        row(
            "canary-address",
            seen("192.0.2.10", "198.51.100.20"),
            new Passed("ip is 192.0.2.10, as sent")),
        row(
            "canary-address",
            seen("198.51.100.20", "198.51.100.20"),
            new Failed("ip is 198.51.100.20, sent was 192.0.2.10: the header was ignored")),
        row(
            "canary-address",
            seen("203.0.113.7", "198.51.100.20"),
            new Failed("ip is 203.0.113.7, sent was 192.0.2.10")),
        row("canary-address", seen("", ""), new Failed("ip is missing, sent was 192.0.2.10")),
        row(
            "canary-address",
            Given.canary(Given.nothing(), new Seen.Nothing(Duration.ofMinutes(2))),
            new NotChecked(
                "no sepft event for it within 120 s: logs can be late, try again with a longer"
                    + " doctor.log-wait")),
        row(
            "canary-address",
            Given.canary(Given.nothing(), new Seen.Lost(Given.NO_SCOPE)),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row(
            "canary-address",
            Given.nothing().withCanary(new Canary.Refused("wrong password")),
            new Skipped(Causes.CANARY_LOGIN)),
        row(
            "canary-address",
            Given.nothing().withCanary(new Canary.NotAnswered("timeout")),
            new Skipped(Causes.CANARY_LOGIN)),
        row(
            "canary-address",
            Given.nothing().withCanary(new Canary.NoLog(Given.NO_SCOPE)),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row(
            "canary-address",
            Given.nothing().withCanary(new Canary.NotConfigured()),
            new NotApplicable("doctor.canary is not set")),
        row(
            "canary-egress",
            Given.canary(Given.nothing(), new Seen.Nothing(Duration.ofMinutes(2))),
            new NotChecked(
                "no sepft event for it within 120 s: logs can be late, try again with a longer"
                    + " doctor.log-wait")),
        row(
            "canary-egress",
            Given.canary(Given.nothing(), new Seen.Lost(Given.NO_SCOPE)),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row(
            "canary-egress",
            Given.nothing().withCanary(new Canary.Refused("wrong password")),
            new Skipped(Causes.CANARY_LOGIN)),
        row(
            "canary-egress",
            Given.nothing().withCanary(new Canary.NotAnswered("timeout")),
            new Skipped(Causes.CANARY_LOGIN)),
        row(
            "canary-egress",
            Given.nothing().withCanary(new Canary.NoLog(Given.NO_SCOPE)),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row(
            "canary-egress",
            Given.nothing().withCanary(new Canary.NotConfigured()),
            new NotApplicable("doctor.canary is not set")),
        row(
            "canary-egress",
            seen("192.0.2.10", "198.51.100.20"),
            new Passed("198.51.100.20; add it to doctor.egress to have it checked")),
        row("canary-egress", egress("198.51.100.20"), new Passed("client_ip is 198.51.100.20")),
        row(
            "canary-egress",
            egress("198.51.100.21"),
            new Warning(
                "client_ip is 198.51.100.21, which is not in doctor.egress: 198.51.100.20/32")),
        row("canary-egress", seen("192.0.2.10", ""), new NotChecked("the event has no client_ip")));
  }

  private static Facts seen(String ip, String clientIp) {
    return Given.canary(Given.nothing(), new Seen.Event(Given.event(1, ip, clientIp)));
  }

  private static Facts egress(String clientIp) {
    return Given.canary(
        Given.expecting(it -> it.withEgress(Given.ranges("198.51.100.20"))),
        new Seen.Event(Given.event(1, "192.0.2.10", clientIp)));
  }
}
