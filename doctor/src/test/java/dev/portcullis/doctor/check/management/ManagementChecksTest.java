package dev.portcullis.doctor.check.management;

import dev.portcullis.doctor.canary.Canary;
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
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.Host;
import dev.portcullis.doctor.tenant.RecentLog;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import dev.portcullis.doctor.tenant.TenantSnapshot.LogStream;
import dev.portcullis.doctor.tenant.TenantSnapshot.TokenQuota;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;

class ManagementChecksTest extends CheckTable {

  private static final FactUnavailable REFUSED = new FactUnavailable.NoAccess("401");
  private static final FactUnavailable DOWN = new FactUnavailable.Unreachable("refused");

  @Override
  protected Seq<Check> checks() {
    return ManagementChecks.all();
  }

  @Override
  protected Seq<Row> rows() {
    return Vector.of(
        row("management-access", logs(Given.application(it -> it)), new Passed("granted")),
        row("management-access", logs(Given.unreadApplication()), new Passed("granted")),
        row(
            "management-access",
            unread(new FactUnavailable.NotEnabled("no such plan")),
            new Passed("granted")),
        row("management-access", unread(REFUSED), new Failed("401")),
        row("management-access", unread(DOWN), new Failed("refused")),
        row(
            "management-access",
            Given.nothing().withLog(RecentLog.unread(REFUSED)),
            new Failed("401")),
        row(
            "management-access",
            Given.nothing().withCanary(new Canary.NoLog(REFUSED)),
            new Failed("401")),
        row(
            "management-access",
            unread(DOWN)
                .withHost(new Host(new Host.Reach.NoName("no name"), Vector.empty()), Given.NOW),
            new Skipped(Causes.NAME_LOOKUP)),
        row(
            "management-access",
            unread(new FactUnavailable.NotConfigured("not set")),
            new NotChecked("not set")),
        row("management-access", Given.nothing(), new NotChecked("not read")),
        row("token-quota", quota(Option.none(), Option.none()), new Passed("none is enforced")),
        row(
            "token-quota",
            quota(Option.of(10), Option.of(50)),
            new Passed("10 tokens an hour, 50 tokens a day")),
        row(
            "token-quota",
            quota(Option.of(9), Option.of(50)),
            new Warning("9 tokens an hour, 50 tokens a day: a few runs of the doctor use them up")),
        row(
            "token-quota",
            quota(Option.none(), Option.of(49)),
            new Warning("49 tokens a day: a few runs of the doctor use them up")),
        row(
            "token-quota",
            Given.without(Given.nothing(), TenantFact.TOKEN_QUOTA),
            new NotChecked(Given.NO_SCOPE_TEXT)),
        row("log-streams", streams(false, ACTIVE), new Passed("hook")),
        row("log-streams", streams(true, ACTIVE), new Passed("hook")),
        row(
            "log-streams",
            streams(false, ACTIVE, new LogStream("lake", "s3", "suspended")),
            new Warning("lake is suspended")),
        row(
            "log-streams",
            streams(true, new LogStream("hook", "http", "paused")),
            new Failed("doctor.watch is stream, and no Custom Webhook stream is active")),
        row(
            "log-streams",
            streams(true, new LogStream("lake", "s3", "active")),
            new Failed("doctor.watch is stream, and no Custom Webhook stream is active")),
        row("log-streams", streams(false), new NotApplicable("there is none")),
        row(
            "log-streams",
            Given.without(Given.nothing(), TenantFact.LOG_STREAMS),
            new NotChecked(Given.NO_SCOPE_TEXT)));
  }

  private static final LogStream ACTIVE = new LogStream("hook", "http", "active");

  private static Facts streams(boolean needed, LogStream... streams) {
    return Given.with(
        Given.expecting(it -> it.withStreamed(needed)), TenantFact.LOG_STREAMS, Vector.of(streams));
  }

  private static Facts quota(Option<Integer> perHour, Option<Integer> perDay) {
    return Given.with(Given.nothing(), TenantFact.TOKEN_QUOTA, new TokenQuota(perHour, perDay));
  }

  private static Facts unread(FactUnavailable why) {
    return logs(Given.nothing()).withTenant(TenantSnapshot.unread(why));
  }

  private static Facts logs(Facts facts) {
    return facts.withLog(Given.logins().log());
  }
}
