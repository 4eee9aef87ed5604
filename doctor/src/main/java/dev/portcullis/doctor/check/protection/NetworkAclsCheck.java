package dev.portcullis.doctor.check.protection;

import dev.portcullis.doctor.check.Area;
import dev.portcullis.doctor.check.Check;
import dev.portcullis.doctor.check.CheckDescription;
import dev.portcullis.doctor.check.CheckResult;
import dev.portcullis.doctor.check.CheckResult.Passed;
import dev.portcullis.doctor.check.CheckResult.Warning;
import dev.portcullis.doctor.check.Documents;
import dev.portcullis.doctor.check.Facts;
import dev.portcullis.doctor.tenant.TenantFact;
import dev.portcullis.doctor.tenant.TenantSnapshot.NetworkAcl;
import io.vavr.collection.HashSet;
import io.vavr.collection.Seq;
import io.vavr.collection.Set;

/** Whether the access control list judges the gateway instead of its users. */
final class NetworkAclsCheck implements Check {

  private static final CheckDescription DESCRIPTION =
      CheckDescription.of(
              "network-acls",
              Area.PROTECTION,
              "Network ACLs",
              "The list does not use auth0-forwarded-for: by country, network, TLS fingerprint or"
                  + " user agent it judges the gateway, for all users at once.")
          .inDashboard("Security > Tenant Access Control List")
          .inApi("GET /api/v2/network-acls")
          .inTerraform("auth0_network_acl")
          .source(Documents.NETWORK_ACLS);
  private static final Set<String> SCOPES = HashSet.of("authentication", "tenant");
  private static final Set<String> OF_CALLER =
      HashSet.of(
          "asns",
          "geo_country_codes",
          "geo_subdivision_codes",
          "ja3_fingerprints",
          "ja4_fingerprints",
          "user_agents");

  @Override
  public CheckDescription description() {
    return DESCRIPTION;
  }

  @Override
  public CheckResult judge(Facts facts) {
    return CheckResult.of(
        facts.tenant().get(TenantFact.NETWORK_ACLS),
        all -> {
          Seq<NetworkAcl> rules = all.filter(NetworkAclsCheck::judgesGateway);
          return rules.isEmpty()
              ? new Passed(all.isEmpty() ? "none" : "none of " + all.size() + " judges logins so")
              : new Warning(
                  rules
                          .map(
                              rule ->
                                  rule.description()
                                      + " ("
                                      + rule.signals()
                                          .filter(OF_CALLER::contains)
                                          .toVector()
                                          .sorted()
                                          .mkString(", ")
                                      + ")")
                          .mkString("; ")
                      + ": judges the gateway, not its users");
        });
  }

  private static boolean judgesGateway(NetworkAcl rule) {
    return rule.active()
        && rule.blocks()
        && SCOPES.contains(rule.scope())
        && rule.signals().exists(OF_CALLER::contains);
  }
}
