package dev.portcullis.application.service;

import dev.portcullis.application.port.in.MendTenantUseCase;
import dev.portcullis.application.port.in.Progress;
import dev.portcullis.application.port.out.TenantEditor;
import dev.portcullis.application.port.out.TenantLogs;
import dev.portcullis.application.port.out.TenantReader;
import dev.portcullis.domain.doctor.Change;
import dev.portcullis.domain.doctor.CheckResult;
import dev.portcullis.domain.doctor.Expectations;
import dev.portcullis.domain.doctor.Finding;
import dev.portcullis.domain.doctor.LogChecks;
import dev.portcullis.domain.doctor.LogQuery;
import dev.portcullis.domain.doctor.Remedies;
import dev.portcullis.domain.doctor.Selection;
import dev.portcullis.domain.doctor.SettingsChecks;
import dev.portcullis.domain.doctor.TenantSnapshot;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;

/** Plans from what the tenant says now, and changes it one call after the other. */
public final class MendTenantService implements MendTenantUseCase {

  private static final int EVENTS = 100;

  private final Expectations expected;
  private final TenantReader settings;
  private final TenantLogs logs;
  private final TenantEditor editor;

  public MendTenantService(
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
