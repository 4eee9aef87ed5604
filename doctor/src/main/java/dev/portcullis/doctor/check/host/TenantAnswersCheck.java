package dev.portcullis.doctor.check.host;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Causes;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.Host;

/** Whether the tenant can be connected to and answers. */
final class TenantAnswersCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              Causes.TENANT_ANSWERS,
              Area.LOCAL,
              "Tenant answers",
              "If the tenant does not answer this machine, no login works; check the network, a"
                  + " firewall and Auth0's status page.")
          .source(Documents.OPERATING);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts.host().reach() instanceof Host.Reach.NoAnswer silent
        ? new Failed(silent.why())
        : facts.ofAnswer(answer -> new Passed("its token endpoint answers"));
  }
}
