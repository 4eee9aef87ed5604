package dev.portcullis.doctor;

import dev.portcullis.doctor.check.Expectations;
import dev.portcullis.doctor.check.FactSource;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.check.Finding;
import dev.portcullis.doctor.check.Selection;
import dev.portcullis.doctor.port.Progress;
import dev.portcullis.doctor.port.TenantEditor;
import dev.portcullis.doctor.port.TenantLogs;
import dev.portcullis.doctor.port.TenantReader;
import dev.portcullis.doctor.remedy.Change;
import dev.portcullis.doctor.remedy.ChangeSet;
import dev.portcullis.doctor.tenant.LogQuery;
import dev.portcullis.doctor.tenant.RecentLog;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Either;
import java.time.InstantSource;

/** Plans from the tenant's current settings, and changes them one call after the other. */
public final class ApplyRemediesService implements ApplyRemediesUseCase {

  private static final int EVENTS = 100;

  private final Expectations expected;
  private final TenantReader settings;
  private final TenantLogs logs;
  private final TenantEditor editor;
  private final InstantSource time;

  public ApplyRemediesService(
      Expectations expected,
      TenantReader settings,
      TenantLogs logs,
      TenantEditor editor,
      InstantSource time) {
    this.expected = expected;
    this.settings = settings;
    this.logs = logs;
    this.editor = editor;
    this.time = time;
  }

  @Override
  public Plan plan(Selection selection) {
    // The log's logins show the gateway's own addresses; its blocks are not needed.
    RecentLog log =
        new RecentLog(
            logs.newest(LogQuery.logins(expected.clientId()), EVENTS),
            Either.right(Vector.empty()));
    Facts facts =
        Facts.of(expected)
            .withLog(log)
            .withTenant(settings.read(DiagnoseTenantService.subject(expected)));
    return plan(
        facts,
        Findings.of(
            Checks.of(selection).filter(check -> check.area().source() == FactSource.SETTINGS),
            facts,
            time.instant()));
  }

  /** Merges the remedies of the findings. */
  static Plan plan(Facts facts, Seq<Finding> findings) {
    Seq<Finding> wrong = findings.filter(Finding::isWrong);
    return new Plan(
        wrong
            .foldLeft(ChangeSet.EMPTY, (changes, finding) -> finding.check().remedy(facts, changes))
            .changes(),
        findings.filter(
            finding -> finding.isUnchecked() || (finding.isWrong() && !hasRemedy(finding, facts))));
  }

  private static boolean hasRemedy(Finding finding, Facts facts) {
    return !finding.check().remedy(facts, ChangeSet.EMPTY).changes().isEmpty();
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
}
