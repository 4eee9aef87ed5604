package dev.portcullis.doctor.check.protection;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Counted;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.TenantFact;

/** Whether the tenant's rate limit is high enough for the expected traffic. */
final class RateLimitCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "rate-limit",
              Area.PROTECTION,
              "Rate limit",
              "Beyond the tenant's limit the logins of all users are refused.")
          .inDashboard("Contact Auth0 for a higher limit")
          .source(Documents.RATE_LIMITS);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts
        .expected()
        .loginsPerSecond()
        .fold(() -> unasked(facts), logins -> judge(facts, logins));
  }

  private static CheckResult unasked(Facts facts) {
    return facts
        .tenant()
        .get(TenantFact.TOKEN_LIMIT)
        .fold(
            why -> new NotApplicable("doctor.logins-per-second is not set"),
            limit ->
                new NotApplicable(
                    Counted.of(limit, "request")
                        + " a second; set doctor.logins-per-second to compare"));
  }

  private static CheckResult judge(Facts facts, int logins) {
    return CheckResult.of(
        facts.tenant().get(TenantFact.TOKEN_LIMIT),
        limit -> {
          String found =
              Counted.of(limit, "request") + " a second for " + Counted.of(logins, "login");
          if (logins > limit) {
            return new Failed(found);
          }
          return logins * 5 > limit * 4 ? new Warning(found) : new Passed(found);
        });
  }
}
