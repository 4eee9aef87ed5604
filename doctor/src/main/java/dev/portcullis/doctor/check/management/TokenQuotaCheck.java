package dev.portcullis.doctor.check.management;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.TenantFact;
import io.vavr.collection.Vector;

/** Whether the doctor may get enough tokens. */
final class TokenQuotaCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "token-quota",
              Area.MANAGEMENT,
              "Token quota",
              "Beyond its quota the management application gets no token, so neither the watch nor"
                  + " the doctor reads anything.")
          .inDashboard(
              "Applications > your Machine to Machine application > Settings > Token Quota")
          .inApi("GET /api/v2/clients/{id}")
          .inTerraform("auth0_client.token_quota")
          .source(Documents.TOKEN_QUOTA);

  /** A run of the command needs one token; a running gateway one each time that one expires. */
  private static final int LEAST_AN_HOUR = 10;

  private static final int LEAST_A_DAY = 50;

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CheckResult.of(
        facts.tenant().get(TenantFact.TOKEN_QUOTA),
        quota -> {
          String found =
              Vector.of(
                      quota.perHour().map(tokens -> tokens + " tokens an hour"),
                      quota.perDay().map(tokens -> tokens + " tokens a day"))
                  .flatMap(part -> part)
                  .mkString(", ");
          if (found.isEmpty()) {
            return new Passed("none is enforced");
          }
          return quota.perHour().exists(tokens -> tokens < LEAST_AN_HOUR)
                  || quota.perDay().exists(tokens -> tokens < LEAST_A_DAY)
              ? new Warning(found + ": a few runs of the doctor use them up")
              : new Passed(found);
        });
  }
}
