package dev.portcullis.doctor.check.protection;

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
import dev.portcullis.doctor.tenant.TenantSnapshot.CustomDomain;

/** Whether the gateway's own address arrives through a custom domain. */
final class CustomDomainCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "custom-domain",
              Area.PROTECTION,
              "Custom domain",
              "Behind a self-managed custom domain client_ip is what its proxy states; without its"
                  + " header Auth0 takes the proxy for the gateway.")
          .inDashboard("Branding > Custom Domains")
          .inApi("GET /api/v2/custom-domains")
          .inTerraform("auth0_custom_domain.custom_client_ip_header")
          .source(Documents.CUSTOM_DOMAINS);

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    String domain = facts.expected().domain();
    return CheckResult.of(
        facts.tenant().get(TenantFact.CUSTOM_DOMAINS),
        all ->
            all.find(it -> it.domain().equalsIgnoreCase(domain))
                .<CheckResult>fold(
                    () -> new NotApplicable("auth0.domain is no custom domain"),
                    CustomDomainCheck::judge));
  }

  private static CheckResult judge(CustomDomain domain) {
    if (!domain.ready()) {
      return new Failed(domain.domain() + " is not verified");
    }
    return domain.selfManaged()
        ? new Warning(
            "its proxy has to send cname-api-key, and one address in "
                + domain.clientIpHeader().getOrElse("X-Forwarded-For"))
        : new Passed(domain.domain() + ", managed by Auth0");
  }
}
