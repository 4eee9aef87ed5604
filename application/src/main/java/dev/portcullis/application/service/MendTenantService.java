package dev.portcullis.application.service;

import dev.portcullis.application.port.in.MendTenantUseCase;
import dev.portcullis.application.port.in.Progress;
import dev.portcullis.application.port.out.TenantEditor;
import dev.portcullis.application.port.out.TenantReader;
import dev.portcullis.domain.doctor.Change;
import dev.portcullis.domain.doctor.Expectations;
import dev.portcullis.domain.doctor.Remedies;
import dev.portcullis.domain.doctor.Selection;
import dev.portcullis.domain.doctor.SettingsChecks;
import dev.portcullis.domain.doctor.TenantSnapshot;
import io.vavr.collection.Seq;

/** Plans from what the tenant says now, and changes it one call after the other. */
public final class MendTenantService implements MendTenantUseCase {

  private final Expectations expected;
  private final TenantReader settings;
  private final TenantEditor editor;

  public MendTenantService(Expectations expected, TenantReader settings, TenantEditor editor) {
    this.expected = expected;
    this.settings = settings;
    this.editor = editor;
  }

  @Override
  public Seq<Change> plan(Selection selection) {
    TenantSnapshot tenant = settings.read(subject(expected));
    return Remedies.of(
        SettingsChecks.of(tenant, expected).filter(it -> selection.has(it.check())),
        tenant,
        expected);
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
