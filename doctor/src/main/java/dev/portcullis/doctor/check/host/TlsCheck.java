package dev.portcullis.doctor.check.host;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Causes;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.Host;
import java.time.Duration;
import java.time.Instant;

/** Whether the tenant's certificate is trusted and valid for a while. */
final class TlsCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              Causes.TLS,
              Area.LOCAL,
              "Tenant's certificate",
              "A certificate that is not trusted or has expired stops every login.")
          .source(Documents.OPERATING);
  private static final Duration SOON = Duration.ofDays(14);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.host().reach() instanceof Host.Reach.NotTrusted tls
        ? new Failed(tls.why())
        : facts.ofAnswer(
            it ->
                it.certificate()
                    .fold(
                        () -> new NotApplicable("plain http, to an emulator"),
                        certificate -> trusted(certificate, facts.now())));
  }

  private static CheckResult trusted(Host.Certificate certificate, Instant now) {
    String found = certificate.subject() + ", until " + certificate.expires();
    return certificate.expires().isBefore(now.plus(SOON)) ? new Warning(found) : new Passed(found);
  }
}
