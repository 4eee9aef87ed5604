package dev.portcullis.doctor.check.connection;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Failed;
import dev.portcullis.doctor.check.CheckResult.NotApplicable;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.TenantFact;

/** Whether the tenant has the API that tokens are requested for. */
final class AudienceCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "audience",
              Area.CONNECTION,
              "Audience",
              "If the tenant has no API with the audience, every login is refused.")
          .inDashboard("Applications > APIs")
          .inApi("POST /api/v2/resource-servers")
          .inTerraform("auth0_resource_server.identifier")
          .source(Documents.API_SETTINGS);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return facts
        .expected()
        .audience()
        .fold(() -> ofTenant(facts), audience -> ofApi(facts, audience));
  }

  private static CheckResult ofTenant(Facts facts) {
    return CheckResult.of(
        facts.tenant().get(TenantFact.DIRECTORY),
        it ->
            it.defaultAudience()
                .fold(
                    () ->
                        new NotApplicable(
                            "auth0.audience is not set: access tokens are for /userinfo"),
                    audience -> new Passed("the tenant's default, " + audience)));
  }

  private static CheckResult ofApi(Facts facts, String audience) {
    return CheckResult.of(
        facts.tenant().get(TenantFact.API),
        api -> {
          if (api.isEmpty()) {
            return new Failed("the tenant has no API " + audience);
          }
          return facts.expected().refresh() && !api.get().offlineAccess()
              ? new Warning(
                  audience + " does not allow offline access, so no refresh token is issued")
              : new Passed(audience);
        });
  }
}
