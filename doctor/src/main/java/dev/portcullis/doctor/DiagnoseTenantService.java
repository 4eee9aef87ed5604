package dev.portcullis.doctor;

import dev.portcullis.doctor.canary.Canary;
import dev.portcullis.doctor.canary.CanaryLogin;
import dev.portcullis.doctor.check.Check.Area;
import dev.portcullis.doctor.check.Diagnosis;
import dev.portcullis.doctor.check.Expectations;
import dev.portcullis.doctor.check.Finding;
import dev.portcullis.doctor.check.LocalChecks;
import dev.portcullis.doctor.check.LogChecks;
import dev.portcullis.doctor.check.Selection;
import dev.portcullis.doctor.check.SettingsChecks;
import dev.portcullis.doctor.port.HostProbe;
import dev.portcullis.doctor.port.Progress;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.port.TenantReader;
import dev.portcullis.doctor.tenant.FactUnavailable;
import dev.portcullis.doctor.tenant.LogEvent;
import dev.portcullis.doctor.tenant.LogQuery;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Looks at everything once: the machine, the canary, the log, and last the settings, for which the
 * log may have told the gateway's own addresses.
 */
public final class DiagnoseTenantService implements DiagnoseTenantUseCase {

  /** What Auth0 gives by criteria at most. */
  private static final int MOST_EVENTS = 1000;

  private final Expectations expected;
  private final HostProbe machine;
  private final TenantReader settings;
  private final TenantLogs logs;
  private final CanaryLogin canary;
  private final InstantSource time;

  public DiagnoseTenantService(
      Expectations expected,
      HostProbe machine,
      TenantReader settings,
      TenantLogs logs,
      CanaryLogin canary,
      InstantSource time) {
    this.expected = expected;
    this.machine = machine;
    this.settings = settings;
    this.logs = logs;
    this.canary = canary;
    this.time = time;
  }

  @Override
  public Diagnosis diagnose(Selection selection, Duration lookBack, Progress progress) {
    Instant now = time.instant();
    Expectations known = expected;
    Seq<Finding> findings = Vector.empty();
    if (selection.has(Area.LOCAL)) {
      progress.report("looking at this machine and the way to the tenant");
      findings = findings.appendAll(LocalChecks.of(machine.read(), known, now));
    }
    if (selection.has(Area.CANARY)) {
      Canary result = canary.logIn(expected.clientId(), progress);
      findings = findings.appendAll(LogChecks.canary(result, known));
      known = known.withEgress(result.egress());
    }
    if (selection.has(Area.LOG)) {
      progress.report("reading the tenant's log");
      Instant since = now.minus(lookBack);
      Either<FactUnavailable, Seq<LogEvent>> logins =
          logs.newest(LogQuery.logins(expected.clientId()).since(since), MOST_EVENTS);
      known = known.withEgress(LogChecks.egress(logins));
      findings =
          findings.appendAll(
              LogChecks.lookBack(
                  logins, logs.newest(LogQuery.blocks().since(since), MOST_EVENTS), known));
    }
    if (selection.has(Area.APPLICATION)
        || selection.has(Area.CONNECTION)
        || selection.has(Area.PROTECTION)) {
      progress.report("reading the tenant's settings");
      findings =
          findings.appendAll(
              SettingsChecks.of(settings.read(ApplyRemediesService.subject(expected)), known));
    }
    return new Diagnosis(now, findings.filter(finding -> selection.has(finding.check())));
  }
}
