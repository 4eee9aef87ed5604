package dev.portcullis.doctor.check;

/** The documents that checks follow: pages of Auth0's documentation and of this repository. */
public final class Documents {

  public static final String CLIENT_ADDRESS = "docs/how-to/client-address.md";
  public static final String CONFIGURATION = "docs/reference/configuration.md";
  public static final String DOCTOR = "docs/how-to/doctor.md";
  public static final String OPERATING = "docs/how-to/operating.md";

  private static final String AUTH0 = "https://auth0.com/docs/";

  public static final String PASSWORD_GRANT =
      AUTH0 + "get-started/authentication-and-authorization-flow/resource-owner-password-flow";
  public static final String PASSWORD_GRANT_AND_ATTACK_PROTECTION =
      PASSWORD_GRANT
          + "/avoid-common-issues-with-resource-owner-password-flow-and-attack-protection";
  public static final String PASSWORD_GRANT_WITH_MFA =
      AUTH0 + "secure/multi-factor-authentication/authenticate-using-ropg-flow-with-mfa";
  public static final String APPLICATION_SETTINGS =
      AUTH0 + "get-started/applications/application-settings";
  public static final String APPLICATION_GRANTS =
      AUTH0 + "get-started/applications/application-grant-types";
  public static final String ORGANIZATIONS =
      AUTH0 + "manage-users/organizations/organizations-overview";
  public static final String CONNECTIONS = AUTH0 + "authenticate/connections-enabled";
  public static final String TENANT_SETTINGS = AUTH0 + "get-started/tenant-settings";
  public static final String API_SETTINGS = AUTH0 + "get-started/apis/api-settings";
  public static final String BRUTE_FORCE_PROTECTION =
      AUTH0 + "secure/attack-protection/brute-force-protection";
  public static final String SUSPICIOUS_IP_THROTTLING =
      AUTH0 + "secure/attack-protection/suspicious-ip-throttling";
  public static final String BREACHED_PASSWORD_DETECTION =
      AUTH0 + "secure/attack-protection/breached-password-detection";
  public static final String BOT_DETECTION = AUTH0 + "secure/attack-protection/bot-detection";
  public static final String RATE_LIMITS =
      AUTH0 + "troubleshoot/customer-support/operational-policies/rate-limit-policy";
  public static final String COMPLIANCE = AUTH0 + "secure/highly-regulated-identity";
  public static final String PASSWORD_POLICY =
      AUTH0 + "authenticate/database-connections/flexible-password-policy";
  public static final String PASSWORDLESS_CONNECTIONS =
      AUTH0 + "authenticate/database-connections/passwordless-authentication-for-db-connect";
  public static final String NETWORK_ACLS = AUTH0 + "secure/tenant-access-control-list";
  public static final String CUSTOM_DOMAINS =
      AUTH0 + "customize/custom-domains/self-managed-certificates";
  public static final String ACTIONS = AUTH0 + "customize/actions/explore-triggers";
  public static final String LOG_STREAMS = AUTH0 + "customize/log-streams";
  public static final String TOKEN_QUOTA = AUTH0 + "get-started/applications/application-settings";
  public static final String DEPRECATIONS =
      AUTH0 + "troubleshoot/product-lifecycle/deprecations-and-migrations";
  public static final String LOG_EVENTS = AUTH0 + "deploy-monitor/logs/log-event-type-codes";

  private Documents() {}
}
