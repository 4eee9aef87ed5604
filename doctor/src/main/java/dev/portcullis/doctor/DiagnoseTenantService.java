package dev.portcullis.doctor;

import dev.portcullis.doctor.canary.CanaryLogin;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.Diagnosis;
import dev.portcullis.doctor.check.Expectations;
import dev.portcullis.doctor.check.FactSource;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.check.Selection;
import dev.portcullis.doctor.port.HostProbe;
import dev.portcullis.doctor.port.Progress;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.port.TenantReader;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.LogQuery;
import dev.portcullis.doctor.tenant.RecentLog;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;
import io.vavr.control.Either;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Reads the facts that the selected checks need, each source once, and lets the checks judge them.
 */
public final class DiagnoseTenantService implements DiagnoseTenantUseCase {

  /** Auth0's maximum for a search by criteria. */
  private static final int MOST_EVENTS = 1000;

  private final Expectations expected;
  private final HostProbe host;
  private final TenantReader settings;
  private final TenantLogs logs;
  private final CanaryLogin canary;
  private final InstantSource time;

  public DiagnoseTenantService(
      Expectations expected,
      HostProbe host,
      TenantReader settings,
      TenantLogs logs,
      CanaryLogin canary,
      InstantSource time) {
    this.expected = expected;
    this.host = host;
    this.settings = settings;
    this.logs = logs;
    this.canary = canary;
    this.time = time;
  }

  @Override
  public Diagnosis diagnose(Selection selection, Duration lookBack, Progress progress) {
    Instant now = time.instant();
    Seq<Check> checks = Checks.of(selection);
    Set<FactSource> needed = checks.map(check -> check.area().source()).toSet();
    Facts facts = Facts.of(expected);
    if (needed.contains(FactSource.HOST)) {
      progress.report("checking this machine and the connection to the tenant");
      facts = facts.withHost(host.read(), now);
    }
    if (needed.contains(FactSource.CANARY)) {
      facts = facts.withCanary(canary.logIn(expected.clientId(), progress));
    }
    if (needed.contains(FactSource.LOG)) {
      progress.report("reading the tenant's log");
      facts = facts.withLog(log(now.minus(lookBack)));
    }
    if (needed.contains(FactSource.SETTINGS)) {
      progress.report("reading the tenant's settings");
      facts = facts.withTenant(settings.read(subject(expected)));
    }
    Facts all = facts;
    return new Diagnosis(now, Findings.of(checks, all, now));
  }

  private RecentLog log(Instant since) {
    Either<FactUnavailable, Seq<LogEvent>> logins =
        logs.newest(LogQuery.logins(expected.clientId()).since(since), MOST_EVENTS);
    // What keeps the one from being read keeps the other.
    return logins.isLeft()
        ? RecentLog.unread(logins.getLeft())
        : new RecentLog(
            logins,
            logs.newest(LogQuery.blocks().since(since), MOST_EVENTS),
            logs.newest(LogQuery.notices(expected.clientId()).since(since), MOST_EVENTS));
  }

  static TenantReader.Subject subject(Expectations expected) {
    return new TenantReader.Subject(expected.clientId(), expected.realm(), expected.audience());
  }
}
