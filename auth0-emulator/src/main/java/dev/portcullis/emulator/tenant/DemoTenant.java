package dev.portcullis.emulator.tenant;

import dev.portcullis.emulator.schema.Operations;
import dev.portcullis.emulator.tenant.Application.AppType;
import dev.portcullis.emulator.tenant.protection.BreachedPasswordSettings;
import java.util.List;
import java.util.Set;

/**
 * The names, secrets and passwords of {@link TenantDefinition#demo()}. They are public: for tests
 * and demonstrations only.
 */
public final class DemoTenant {

  /** A regular web application whose {@code auth0-forwarded-for} is trusted. */
  public static final String GATEWAY_CLIENT_ID = "LoginGatewayDemoClient0123456789";

  /** Its secret. */
  public static final String GATEWAY_CLIENT_SECRET =
      "demo-secret-of-the-login-gateway-not-for-production-use-0000000";

  /** The same kind of application, whose header is not trusted. */
  public static final String UNTRUSTED_CLIENT_ID = "UntrustedAppDemoClient0123456789";

  /** Its secret. */
  public static final String UNTRUSTED_CLIENT_SECRET =
      "demo-secret-of-the-untrusted-app-not-for-production-use-0000000";

  /** A machine-to-machine application for the Management API. */
  public static final String MANAGEMENT_CLIENT_ID = "ManagementDemoClient012345678901";

  /** Its secret. */
  public static final String MANAGEMENT_CLIENT_SECRET =
      "demo-secret-of-the-management-app-not-for-production-use-000000";

  /** A regular web application with hosted login. */
  public static final String WEB_CLIENT_ID = "WebApplicationDemoClient01234567";

  /** Its secret. */
  public static final String WEB_CLIENT_SECRET =
      "demo-secret-of-the-web-application-not-for-production-use-00000";

  /** A single-page application with hosted login; it is public. */
  public static final String SPA_CLIENT_ID = "SinglePageAppDemoClient012345678";

  /** The database connection, which is also the default directory. */
  public static final String CONNECTION = "Username-Password-Authentication";

  /** The API's identifier. */
  public static final String API_AUDIENCE = "https://api.example.com";

  /** The API's scopes. */
  public static final List<String> API_SCOPES = List.of("read:orders", "write:orders");

  /** A user with a sound password. */
  public static final String ALICE = "alice@example.com";

  /** Alice's password. */
  public static final String ALICE_PASSWORD = "correct horse battery staple";

  /** Another such user, with non-ASCII letters in the password. */
  public static final String BOB = "bob@example.com";

  /** Bob's password. */
  public static final String BOB_PASSWORD = "Zwölf Boxkämpfer & 50% mehr+Sylt";

  /** A user whose password counts as breached. */
  public static final String LEAKY = "leaky@example.com";

  /** One of Auth0's own test passwords. */
  public static final String LEAKY_PASSWORD = "AUTH0-TEST-leaky-Passw0rd";

  /** A user blocked by an administrator. */
  public static final String BLOCKED = "blocked@example.com";

  /** The blocked user's password. */
  public static final String BLOCKED_PASSWORD = "blocked but correct 1";

  /** A user whose logins require a second factor. */
  public static final String MIA = "mia@example.com";

  /** Mia's password. */
  public static final String MIA_PASSWORD = "two steps are better than one";

  /** The secret of Mia's one-time passwords, in Base32 as authenticator apps expect it. */
  public static final String MIA_OTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

  /** Mia's phone number for text messages. */
  public static final String MIA_PHONE = "+15005550167";

  /** Mia's recovery code, until it is used. */
  public static final String MIA_RECOVERY_CODE = "DEMORECOVERYCODEOFMIA234";

  private DemoTenant() {}

  static TenantDefinition definition() {
    return TenantDefinition.builder()
        .name("demo")
        .application(
            Application.confidential(
                    GATEWAY_CLIENT_ID,
                    "Login gateway",
                    AppType.REGULAR_WEB,
                    Secret.of(GATEWAY_CLIENT_SECRET),
                    GrantType.PASSWORD,
                    GrantType.PASSWORD_REALM,
                    GrantType.REFRESH_TOKEN,
                    GrantType.MFA_OTP,
                    GrantType.MFA_OOB,
                    GrantType.MFA_RECOVERY_CODE)
                .withIpHeaderTrusted(true))
        .application(
            Application.confidential(
                UNTRUSTED_CLIENT_ID,
                "Untrusted application",
                AppType.REGULAR_WEB,
                Secret.of(UNTRUSTED_CLIENT_SECRET),
                GrantType.PASSWORD,
                GrantType.PASSWORD_REALM))
        .application(
            Application.confidential(
                    MANAGEMENT_CLIENT_ID,
                    "Management",
                    AppType.NON_INTERACTIVE,
                    Secret.of(MANAGEMENT_CLIENT_SECRET),
                    GrantType.CLIENT_CREDENTIALS)
                .withManagementScopes(Operations.table().scopes().toArray(String[]::new)))
        .application(
            Application.confidential(
                    WEB_CLIENT_ID,
                    "Web application",
                    AppType.REGULAR_WEB,
                    Secret.of(WEB_CLIENT_SECRET),
                    GrantType.AUTHORIZATION_CODE,
                    GrantType.IMPLICIT,
                    GrantType.REFRESH_TOKEN)
                .withUrls(
                    ApplicationUrls.NONE
                        .withCallbacks(
                            List.of(
                                "http://localhost:3000/callback",
                                "http://localhost:3000/auth/callback",
                                "http://localhost:8080/login/oauth2/code/auth0"))
                        .withLogoutUrls(List.of("http://localhost:3000", "http://localhost:8080"))))
        .application(
            new Application.Builder(SPA_CLIENT_ID, "Single-page application")
                .type(AppType.SPA)
                .grantTypes(Set.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN))
                .refreshTokens(RefreshTokenPolicy.rotated())
                .urls(
                    ApplicationUrls.NONE
                        .withCallbacks(List.of("http://localhost:3000", "http://localhost:5173"))
                        .withLogoutUrls(List.of("http://localhost:3000", "http://localhost:5173"))
                        .withWebOrigins(List.of("http://localhost:3000", "http://localhost:5173")))
                .build())
        .connection(
            Connection.of("con_Demo0123456789AB", CONNECTION)
                .withEnabledClients(
                    Set.of(GATEWAY_CLIENT_ID, UNTRUSTED_CLIENT_ID, WEB_CLIENT_ID, SPA_CLIENT_ID)))
        .defaultDirectory(CONNECTION)
        .enabledLocales(List.of("en", "de", "fr", "es"))
        .api(Api.of(API_AUDIENCE).withScopes(API_SCOPES).withOfflineAccess(true))
        .user(
            UserDefinition.of("auth0|000000000000000000000001", CONNECTION, ALICE, ALICE_PASSWORD))
        .user(UserDefinition.of("auth0|000000000000000000000002", CONNECTION, BOB, BOB_PASSWORD))
        .user(
            UserDefinition.of("auth0|000000000000000000000003", CONNECTION, LEAKY, LEAKY_PASSWORD))
        .user(
            UserDefinition.of(
                    "auth0|000000000000000000000004", CONNECTION, BLOCKED, BLOCKED_PASSWORD)
                .blockedByAdministrator())
        .user(
            UserDefinition.of("auth0|000000000000000000000005", CONNECTION, MIA, MIA_PASSWORD)
                .withFactors(
                    new Factor.Otp(Secret.of(MIA_OTP_SECRET)),
                    new Factor.Sms(MIA_PHONE),
                    new Factor.RecoveryCode(Secret.of(MIA_RECOVERY_CODE))))
        .breachedPasswords(BreachedPasswordSettings.blocking())
        .build();
  }
}
