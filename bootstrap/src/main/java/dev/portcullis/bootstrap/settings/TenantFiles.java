package dev.portcullis.bootstrap.settings;

import dev.portcullis.adapters.auth0.settings.TenantTls;
import dev.portcullis.bootstrap.settings.document.Section;
import dev.portcullis.bootstrap.settings.document.SettingsProblem;
import io.vavr.control.Option;
import java.time.Duration;
import java.time.Instant;

/** The files of TLS to the tenant, and where they are written. */
public final class TenantFiles {

  private static final Duration SOON = Duration.ofDays(14);

  private final Section auth0;
  private final TenantTls tls;

  TenantFiles(Section auth0, TenantTls tls) {
    this.auth0 = auth0;
    this.tls = tls;
  }

  /** What keeps them from being used at this time. */
  public Option<SettingsProblem> problem(Instant now) {
    return tls.fault(now).map(it -> auth0.problem(it.setting(), it.problem(), it.fix()));
  }

  /** What is due soon. */
  public Option<SettingsProblem> warning(Instant now) {
    return tls.expiry()
        .filter(end -> now.isBefore(end) && end.isBefore(now.plus(SOON)))
        .map(end -> auth0.problem("client-certificate", "expires on " + end, "renew it"));
  }
}
