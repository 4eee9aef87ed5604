package dev.portcullis.doctor;

import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.Expectations;
import dev.portcullis.doctor.check.Finding;
import dev.portcullis.doctor.check.LogChecks;
import dev.portcullis.doctor.check.Selection;
import dev.portcullis.doctor.check.SettingsChecks;
import dev.portcullis.doctor.port.Progress;
import dev.portcullis.doctor.port.TenantEditor;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.port.TenantReader;
import dev.portcullis.doctor.remedy.Remedies;
import dev.portcullis.doctor.tenant.Change;
import dev.portcullis.doctor.tenant.LogQuery;
import dev.portcullis.doctor.tenant.TenantSnapshot;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/** Plans from what the tenant says now, and changes it one call after the other. */
public final class ApplyRemediesService implements ApplyRemediesUseCase {

  private static final int EVENTS = 100;

  private final Expectations expected;
  private final TenantReader settings;
  private final TenantLogs logs;
  private final TenantEditor editor;

  public ApplyRemediesService(
      Expectations expected, TenantReader settings, TenantLogs logs, TenantEditor editor) {
    this.expected = expected;
    this.settings = settings;
    this.logs = logs;
    this.editor = editor;
  }

  @Override
  public Plan plan(Selection selection) {
    Expectations known =
        expected.withEgress(
            LogChecks.egress(logs.newest(LogQuery.logins(expected.clientId()), EVENTS)));
    TenantSnapshot tenant = settings.read(subject(expected));
    Seq<Finding> findings =
        SettingsChecks.of(tenant, known).filter(it -> selection.has(it.check()));
    return new Plan(
        Remedies.of(findings, tenant, known),
        findings.filter(
            it ->
                it.result() instanceof CheckResult.NotChecked
                    || (it.isWrong() && Remedies.of(Vector.of(it), tenant, known).isEmpty())));
  }

  @Override
  public Seq<Made> make(Seq<Change> changes, Progress progress) {
    // Not lazily: each change is made once, now.
    return changes
        .map(
            change -> {
              progress.report("changing " + change.subject());
              return new Made(change, editor.make(change));
            })
        .toVector();
  }

  static TenantReader.Subject subject(Expectations expected) {
    return new TenantReader.Subject(expected.clientId(), expected.realm(), expected.audience());
  }
}
