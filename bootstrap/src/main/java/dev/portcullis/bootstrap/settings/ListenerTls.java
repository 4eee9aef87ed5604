package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.http.server.tls.TlsFiles;
import dev.portcullis.adapters.http.server.tls.TlsFiles.Finding;
import dev.portcullis.adapters.http.server.tls.TlsSettings;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import io.vavr.collection.Seq;
import java.time.Instant;

/** The TLS settings of one listener, and where they are written. */
public final class ListenerTls {

  private final Section section;
  private final TlsSettings settings;

  ListenerTls(Section section, TlsSettings settings) {
    this.section = section;
    this.settings = settings;
  }

  /** What keeps the listener from opening: files that are missing, wrong, or out of date. */
  public Seq<SettingsProblem> problems(Instant now) {
    return findings(now, true);
  }

  /** What probably was not meant, or is due soon. */
  public Seq<SettingsProblem> warnings(Instant now) {
    return findings(now, false);
  }

  private Seq<SettingsProblem> findings(Instant now, boolean errors) {
    return TlsFiles.check(settings, now)
        .filter(finding -> finding.error() == errors)
        .map(this::problem);
  }

  private SettingsProblem problem(Finding finding) {
    return section.problem(finding.part().word(), finding.problem(), finding.fix());
  }
}
