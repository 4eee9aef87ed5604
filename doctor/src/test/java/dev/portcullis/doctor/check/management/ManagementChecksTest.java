package dev.portcullis.doctor.check.management;

import dev.portcullis.doctor.canary.Canary;
import dev.portcullis.doctor.check.Causes;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotChecked;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Skipped;
import dev.portcullis.doctor.check.CheckTable;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.check.Given;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.Host;
import dev.portcullis.doctor.tenant.RecentLog;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

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
        row("management-access", Given.nothing(), new NotChecked("not read")));
  }

  private static Facts unread(FactUnavailable why) {
    return logs(Given.nothing()).withTenant(TenantSnapshot.unread(why));
  }

  private static Facts logs(Facts facts) {
    return facts.withLog(Given.logins().log());
  }
}
