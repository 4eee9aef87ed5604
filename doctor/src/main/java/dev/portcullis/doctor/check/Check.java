package dev.portcullis.doctor.check;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import io.vavr.control.Option;
import java.util.Locale;

/**
 * Everything that the doctor looks at. The id of a check never changes its meaning: scripts and
 * alarms are tied to it.
 */
public enum Check {
  ADDRESS_SETTINGS(
      Area.LOCAL,
      "Address settings",
      "An address that is taken from the wrong place is a stranger's, and attack protection blocks"
          + " the stranger.",
      "",
      "",
      "",
      "docs/how-to/client-address.md"),
  NAME_LOOKUP(
      Area.LOCAL,
      "Tenant's name",
      "A name that does not resolve, or late, stops every login.",
      "",
      "",
      "",
      "docs/how-to/operating.md"),
  TLS(
      Area.LOCAL,
      "Tenant's certificate",
      "A chain that is not trusted, or about to expire, stops every login.",
      "",
      "",
      "",
      "docs/how-to/operating.md"),
  CLOCK(
      Area.LOCAL,
      "Clock",
      "Tokens and log dates are judged by the clock; the proof from the log needs the two to"
          + " agree.",
      "",
      "",
      "",
      "docs/how-to/operating.md"),
  TIMEOUTS(
      Area.LOCAL,
      "Time-outs",
      "Too short, and logins that Auth0 counted end without an answer; too long, and users give up"
          + " first.",
      "",
      "",
      "",
      "docs/reference/configuration.md"),
  SECRET_FILES(
      Area.LOCAL,
      "Secrets on disk",
      "Who can read the client secret can name any address as an end user's.",
      "",
      "",
      "",
      "docs/reference/configuration.md"),
  CREDENTIALS(
      Area.LOCAL,
      "Client id and secret",
      "A wrong secret refuses every login.",
      "Applications > your application > Settings > Basic Information",
      "",
      "auth0_client_credentials.client_secret",
      Source.APPLICATION),
  APPLICATION(
      Area.APPLICATION,
      "Application",
      "An application that does not exist logs nobody in.",
      "Applications > Applications",
      "GET /api/v2/clients/{id}",
      "auth0_client",
      Source.APPLICATION),
  APPLICATION_TYPE(
      Area.APPLICATION,
      "Application type",
      "Only Regular Web and Host to Host applications keep a secret and can be trusted with"
          + " the header.",
      "Applications > your application > Settings > Application Type",
      "PATCH /api/v2/clients/{id} {\"app_type\":\"regular_web\"}",
      "auth0_client.app_type",
      Source.APPLICATION),
  FIRST_PARTY(
      Area.APPLICATION,
      "First party",
      "Auth0 refuses the password grant to third-party applications.",
      "Applications > Create Application: what is made there is first-party",
      "",
      "auth0_client.is_first_party",
      Source.ROPG),
  ORGANIZATIONS(
      Area.APPLICATION,
      "Organizations",
      "The password grant does not work for applications that log in through Organizations.",
      "Applications > your application > Organizations",
      "PATCH /api/v2/clients/{id} {\"organization_usage\":\"deny\"}",
      "auth0_client.organization_usage",
      Source.ORGS),
  AUTHENTICATION_METHOD(
      Area.APPLICATION,
      "Authentication method",
      "Auth0 reads auth0-forwarded-for only from a call with the client secret: not without"
          + " authentication, not with Private Key JWT, not with mTLS.",
      "Applications > your application > Credentials",
      "PATCH /api/v2/clients/{id} {\"token_endpoint_auth_method\":\"client_secret_post\"}",
      "auth0_client_credentials.authentication_method",
      Source.HEADER),
  TRUST_HEADER(
      Area.APPLICATION,
      "Trust Token Endpoint IP Header",
      "Without it Auth0 silently ignores the header, takes every login for the gateway's own, and"
          + " one attacker blocks all users.",
      "Applications > your application > Settings > Advanced Settings > OAuth > Trust Token"
          + " Endpoint IP Header",
      "PATCH /api/v2/clients/{id}"
          + " {\"token_endpoint_auth_method\":\"client_secret_post\","
          + "\"is_token_endpoint_ip_header_trusted\":true}",
      "auth0_client.is_token_endpoint_ip_header_trusted",
      Source.HEADER),
  GRANT_LOGIN(
      Area.APPLICATION,
      "Grant of logins",
      "Without the grant every login is refused as unauthorized_client.",
      "Applications > your application > Settings > Advanced Settings > Grant Types > Password",
      "PATCH /api/v2/clients/{id} {\"grant_types\":[...]}",
      "auth0_client.grant_types",
      Source.GRANTS),
  GRANT_MFA(
      Area.APPLICATION,
      "Grants of the second factor",
      "Users with a second factor cannot finish a login without them.",
      "Applications > your application > Settings > Advanced Settings > Grant Types > MFA",
      "PATCH /api/v2/clients/{id} {\"grant_types\":[...]}",
      "auth0_client.grant_types",
      Source.MFA),
  GRANT_REFRESH(
      Area.APPLICATION,
      "Grant of refresh tokens",
      "offline_access is asked for, and without the grant no refresh token comes.",
      "Applications > your application > Settings > Advanced Settings > Grant Types > Refresh"
          + " Token",
      "PATCH /api/v2/clients/{id} {\"grant_types\":[...]}",
      "auth0_client.grant_types",
      Source.GRANTS),
  DEFAULT_DIRECTORY(
      Area.CONNECTION,
      "Default directory",
      "Logins without a realm go there, and fail with server_error if there is none.",
      "Settings > General > API Authorization Settings > Default Directory",
      "PATCH /api/v2/tenants/settings {\"default_directory\":\"...\"}",
      "auth0_tenant.default_directory",
      Source.TENANT),
  CONNECTION(
      Area.CONNECTION,
      "Connection",
      "Logins name a connection; one that does not exist refuses them all.",
      "Authentication > Database",
      "GET /api/v2/connections?name=...",
      "auth0_connection",
      Source.ROPG),
  CONNECTION_ENABLED(
      Area.CONNECTION,
      "Connection is enabled",
      "A connection that is not enabled for the application refuses every login.",
      "Applications > your application > Connections",
      "PATCH /api/v2/connections/{id}/clients [{\"client_id\":\"...\",\"status\":true}]",
      "auth0_connection_client",
      Source.CONNECTIONS),
  CONNECTION_ACTIVE(
      Area.CONNECTION,
      "Connection takes passwords",
      "Only connections with active authentication (database, AD/LDAP, ADFS, Azure AD,"
          + " passwordless) answer this grant.",
      "Authentication",
      "",
      "auth0_connection.strategy",
      Source.ROPG),
  CONNECTION_BRUTE_FORCE(
      Area.CONNECTION,
      "Connection's brute-force switch",
      "Brute-force protection needs the tenant's switch and the connection's.",
      "Authentication > Database > your connection > Settings > Disable Brute-Force Protection",
      "PATCH /api/v2/connections/{id} with all of its options",
      "auth0_connection.options.brute_force_protection",
      Source.BFP),
  AUDIENCE(
      Area.CONNECTION,
      "Audience",
      "An audience that the tenant does not have refuses every login.",
      "Applications > APIs",
      "POST /api/v2/resource-servers",
      "auth0_resource_server.identifier",
      Source.APIS),
  BRUTE_FORCE(
      Area.PROTECTION,
      "Brute-force protection",
      "Off, or without blocking, passwords can be guessed without end.",
      "Security > Attack Protection > Brute-force Protection",
      "PATCH /api/v2/attack-protection/brute-force-protection"
          + " {\"enabled\":true,\"shields\":[\"block\",...]}",
      "auth0_attack_protection.brute_force_protection",
      Source.BFP),
  BRUTE_FORCE_MODE(
      Area.PROTECTION,
      "Brute-force mode",
      "Account Lockout counts an identifier from all addresses, so whoever knows a user's name can"
          + " lock the user out.",
      "Security > Attack Protection > Brute-force Protection > Account Lockout",
      "PATCH /api/v2/attack-protection/brute-force-protection"
          + " {\"mode\":\"count_per_identifier_and_ip\"}",
      "auth0_attack_protection.brute_force_protection.mode",
      Source.BFP),
  BRUTE_FORCE_THRESHOLD(
      Area.PROTECTION,
      "Brute-force threshold",
      "Too low blocks users who mistype; too high lets guessing go on. Auth0's default is 10.",
      "Security > Attack Protection > Brute-force Protection > Threshold",
      "PATCH /api/v2/attack-protection/brute-force-protection {\"max_attempts\":10}",
      "auth0_attack_protection.brute_force_protection.max_attempts",
      Source.BFP),
  IP_THROTTLING(
      Area.PROTECTION,
      "Suspicious IP throttling",
      "Off, or without blocking, one address can try many users.",
      "Security > Attack Protection > Suspicious IP Throttling",
      "PATCH /api/v2/attack-protection/suspicious-ip-throttling"
          + " {\"enabled\":true,\"shields\":[\"block\",...]}",
      "auth0_attack_protection.suspicious_ip_throttling",
      Source.SIT),
  IP_THROTTLING_RATE(
      Area.PROTECTION,
      "Throttling rate",
      "Too low blocks offices that share an address; too high lets credential stuffing through."
          + " Auth0's default is 100 a day.",
      "Security > Attack Protection > Suspicious IP Throttling > Login",
      "PATCH /api/v2/attack-protection/suspicious-ip-throttling"
          + " {\"stage\":{\"pre-login\":{\"max_attempts\":100,\"rate\":864000}}}",
      "auth0_attack_protection.suspicious_ip_throttling.pre_login",
      Source.SIT),
  BREACHED_PASSWORDS(
      Area.PROTECTION,
      "Breached-password detection",
      "Off, or without blocking, passwords that everybody knows open accounts.",
      "Security > Attack Protection > Breached Password Detection",
      "PATCH /api/v2/attack-protection/breached-password-detection"
          + " {\"enabled\":true,\"shields\":[\"block\",...]}",
      "auth0_attack_protection.breached_password_detection",
      Source.BPD),
  ALLOWLIST_GATEWAY(
      Area.PROTECTION,
      "AllowLists without the gateway",
      "The gateway's own address in an AllowList exempts every user and attacker while the header"
          + " is not trusted, and does nothing when it is.",
      "Security > Attack Protection > ... > IP AllowList",
      "PATCH /api/v2/attack-protection/... {\"allowlist\":[...]}",
      "auth0_attack_protection.*.allowlist",
      Source.HEADER),
  ALLOWLIST_WIDTH(
      Area.PROTECTION,
      "AllowLists are narrow",
      "Whoever is in an AllowList may guess without end; wide ranges hold strangers.",
      "Security > Attack Protection > ... > IP AllowList",
      "PATCH /api/v2/attack-protection/... {\"allowlist\":[...]}",
      "auth0_attack_protection.*.allowlist",
      Source.BFP),
  ALLOWLIST_STALE(
      Area.PROTECTION,
      "AllowLists are in use",
      "An entry that no end user comes from protects nobody from anything, and becomes a hole when"
          + " the network changes hands.",
      "Security > Attack Protection > ... > IP AllowList",
      "PATCH /api/v2/attack-protection/... {\"allowlist\":[...]}",
      "auth0_attack_protection.*.allowlist",
      Source.BFP),
  BOT_DETECTION(
      Area.PROTECTION,
      "Bot detection",
      "It answers requires_verification, which no login through this grant can satisfy.",
      "Security > Attack Protection > Bot Detection",
      "PATCH /api/v2/attack-protection/bot-detection {\"challenge_password_policy\":\"never\"}",
      "auth0_attack_protection.bot_detection",
      Source.BOT),
  RATE_LIMIT(
      Area.PROTECTION,
      "Rate limit",
      "Beyond the tenant's limit logins are refused for everybody at once.",
      "Contact Auth0 for a higher limit",
      "",
      "",
      Source.RATE),
  LOG_LOGINS(
      Area.LOG,
      "Logged logins",
      "A login whose ip is the same as its client_ip was taken for the gateway's own: the header"
          + " was ignored.",
      "Monitoring > Logs",
      "GET /api/v2/logs?q=type:sepft",
      "",
      Source.HEADER),
  LOG_PROXIES(
      Area.LOG,
      "No proxy in the log",
      "A login whose ip is a proxy's means that the gateway took the proxy for the user.",
      "Monitoring > Logs",
      "GET /api/v2/logs?q=type:sepft",
      "",
      "docs/how-to/client-address.md"),
  LOG_PRIVATE(
      Area.LOG,
      "No private address in the log",
      "A login whose ip is private means that the gateway took something inside for the user.",
      "Monitoring > Logs",
      "GET /api/v2/logs?q=type:sepft",
      "",
      "docs/how-to/client-address.md"),
  LOG_BLOCKS(
      Area.LOG,
      "No block of the gateway",
      "A block of the gateway's own address hits every user behind it.",
      "Monitoring > Logs",
      "DELETE /api/v2/anomaly/blocks/ips/{ip}, after mending the cause",
      "",
      Source.HEADER),
  CANARY_LOGIN(
      Area.CANARY,
      "Canary login",
      "A login with a test user shows that the whole way works.",
      "User Management > Users",
      "",
      "",
      Source.ROPG),
  CANARY_ADDRESS(
      Area.CANARY,
      "Canary's address arrives",
      "The tenant's own log is the only proof that it believes the address: ip must be the one that"
          + " was sent.",
      "Monitoring > Logs",
      "GET /api/v2/logs?q=type:sepft",
      "",
      Source.HEADER),
  CANARY_EGRESS(
      Area.CANARY,
      "Canary comes from the gateway",
      "client_ip shows which address the tenant sees the gateway at.",
      "Monitoring > Logs",
      "GET /api/v2/logs?q=type:sepft",
      "",
      Source.LOGS);

  private final Area area;
  private final String title;
  private final String why;
  private final String dashboard;
  private final String api;
  private final String terraform;
  private final String source;

  Check(
      Area area,
      String title,
      String why,
      String dashboard,
      String api,
      String terraform,
      String source) {
    this.area = area;
    this.title = title;
    this.why = why;
    this.dashboard = dashboard;
    this.api = api;
    this.terraform = terraform;
    this.source = source;
  }

  /** What a check looks at. */
  public enum Area {
    /** This machine and the gateway's settings. */
    LOCAL,
    /** The application that the gateway logs in as. */
    APPLICATION,
    /** Where logins go to. */
    CONNECTION,
    /** Attack protection. */
    PROTECTION,
    /** What the tenant has logged. */
    LOG,
    /** A login of a test user. */
    CANARY
  }

  /** All, in the order of reports. */
  public static Seq<Check> all() {
    return Vector.of(values());
  }

  /** The check of an id. */
  public static Option<Check> of(String id) {
    return all().find(check -> check.id().equals(id));
  }

  /** How scripts call it: {@code trust-header}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Area area() {
    return area;
  }

  /** How people call it. */
  public String title() {
    return title;
  }

  /** Why it matters, in a sentence. */
  public String why() {
    return why;
  }

  /** Where to mend it in Auth0's Dashboard; empty if not there. */
  public String dashboard() {
    return dashboard;
  }

  /** The call of the Management API that mends or shows it; empty if there is none. */
  public String api() {
    return api;
  }

  /** The attribute of Auth0's Terraform provider; empty if there is none. */
  public String terraform() {
    return terraform;
  }

  /** The document that says so. */
  public String source() {
    return source;
  }

  /** Pages of Auth0's documentation. */
  private static final class Source {

    private static final String DOCS = "https://auth0.com/docs/";
    private static final String ROPG =
        DOCS + "get-started/authentication-and-authorization-flow/resource-owner-password-flow";
    private static final String HEADER =
        DOCS
            + "get-started/authentication-and-authorization-flow/resource-owner-password-flow/"
            + "avoid-common-issues-with-resource-owner-password-flow-and-attack-protection";
    private static final String APPLICATION =
        DOCS + "get-started/applications/application-settings";
    private static final String GRANTS = DOCS + "get-started/applications/application-grant-types";
    private static final String ORGS = DOCS + "manage-users/organizations/organizations-overview";
    private static final String CONNECTIONS = DOCS + "authenticate/connections-enabled";
    private static final String TENANT = DOCS + "get-started/tenant-settings";
    private static final String APIS = DOCS + "get-started/apis/api-settings";
    private static final String BFP = DOCS + "secure/attack-protection/brute-force-protection";
    private static final String SIT = DOCS + "secure/attack-protection/suspicious-ip-throttling";
    private static final String BPD = DOCS + "secure/attack-protection/breached-password-detection";
    private static final String BOT = DOCS + "secure/attack-protection/bot-detection";
    private static final String RATE =
        DOCS + "troubleshoot/customer-support/operational-policies/rate-limit-policy";
    private static final String LOGS = DOCS + "deploy-monitor/logs/log-event-type-codes";
    private static final String MFA =
        DOCS + "secure/multi-factor-authentication/authenticate-using-ropg-flow-with-mfa";

    private Source() {}
  }
}
