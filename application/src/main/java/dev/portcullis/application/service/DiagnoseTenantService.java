package dev.portcullis.application.service;

import dev.portcullis.application.port.in.DiagnoseTenantUseCase;
import dev.portcullis.application.port.in.Progress;
import dev.portcullis.application.port.out.MachineReader;
import dev.portcullis.application.port.out.TenantLogs;
import dev.portcullis.application.port.out.TenantReader;
import dev.portcullis.domain.doctor.Canary;
import dev.portcullis.domain.doctor.Check.Area;
import dev.portcullis.domain.doctor.Diagnosis;
import dev.portcullis.domain.doctor.Expectations;
import dev.portcullis.domain.doctor.Finding;
import dev.portcullis.domain.doctor.LocalChecks;
import dev.portcullis.domain.doctor.LogChecks;
import dev.portcullis.domain.doctor.LogEvent;
import dev.portcullis.domain.doctor.LogQuery;
import dev.portcullis.domain.doctor.Selection;
import dev.portcullis.domain.doctor.SettingsChecks;
import dev.portcullis.domain.doctor.Unread;
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
  private final MachineReader machine;
  private final TenantReader settings;
  private final TenantLogs logs;
  private final CanaryLogin canary;
  private final InstantSource time;

  public DiagnoseTenantService(
      Expectations expected,
      MachineReader machine,
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
      Either<Unread, Seq<LogEvent>> logins =
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
              SettingsChecks.of(settings.read(MendTenantService.subject(expected)), known));
    }
    return new Diagnosis(now, findings.filter(finding -> selection.has(finding.check())));
  }
}
