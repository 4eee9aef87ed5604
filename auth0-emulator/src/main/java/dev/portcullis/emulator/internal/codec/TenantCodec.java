package dev.portcullis.emulator.internal.codec;

import static dev.portcullis.emulator.internal.codec.ValueType.choice;
import static dev.portcullis.emulator.internal.codec.ValueType.dashed;
import static dev.portcullis.emulator.internal.codec.ValueType.flag;
import static dev.portcullis.emulator.internal.codec.ValueType.object;
import static dev.portcullis.emulator.internal.codec.ValueType.seconds;
import static dev.portcullis.emulator.internal.codec.ValueType.text;
import static dev.portcullis.emulator.internal.codec.ValueType.textOrEmpty;
import static dev.portcullis.emulator.internal.codec.ValueType.texts;
import static dev.portcullis.emulator.internal.codec.ValueType.whole;

import dev.portcullis.emulator.address.AllowlistMatching;
import dev.portcullis.emulator.internal.codec.Setting.Access;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Api.TokenDialect;
import dev.portcullis.emulator.tenant.AuthenticationMethods;
import dev.portcullis.emulator.tenant.CodePolicy;
import dev.portcullis.emulator.tenant.Connection;
import dev.portcullis.emulator.tenant.Connection.Strategy;
import dev.portcullis.emulator.tenant.EmulatorOptions;
import dev.portcullis.emulator.tenant.MfaPolicy;
import dev.portcullis.emulator.tenant.TenantDefinition;
import dev.portcullis.emulator.tenant.UserCodeFormat;
import dev.portcullis.emulator.tenant.protection.SameUserLimit;
import dev.portcullis.emulator.tenant.protection.TokenRateLimit;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The tenant's own settings, its connections and APIs, and what no real tenant has. */
public final class TenantCodec {

  private static final SettingGroup<UserCodeFormat, UserCodeFormat> USER_CODES =
      SettingGroup.<UserCodeFormat>of(
          Setting.of(
                  "charset",
                  choice(UserCodeFormat.Charset.class),
                  UserCodeFormat::charset,
                  UserCodeFormat::withCharset)
              .described("Default: base20."),
          Setting.of(
                  "mask",
                  text(UserCodeFormat.MASK, "1 to 20 asterisks, hyphens and spaces"),
                  UserCodeFormat::mask,
                  UserCodeFormat::withMask)
              .described("An asterisk for each character. Default: ****-****."));

  /** {@code /api/v2/tenants/settings}. */
  public static final SettingGroup<TenantDefinition, TenantDefinition.Builder> TENANT =
      SettingGroup.<TenantDefinition, TenantDefinition.Builder>of(
          TenantDefinition::toBuilder,
          TenantDefinition.Builder::build,
          Setting.of(
                  "friendly_name", text(), TenantDefinition::name, TenantDefinition.Builder::name)
              .described("The tenant's name, as logs show it."),
          Setting.<TenantDefinition, TenantDefinition.Builder, String>optional(
                  "default_directory",
                  textOrEmpty(),
                  TenantDefinition::defaultDirectory,
                  (builder, text) -> builder.defaultDirectory(noneIfEmpty(text)))
              .described("The connection of the password grant.")
              .shownAs(tenant -> tenant.defaultDirectory().orElse("")),
          Setting.<TenantDefinition, TenantDefinition.Builder, String>optional(
                  "default_audience",
                  textOrEmpty(),
                  TenantDefinition::defaultAudience,
                  (builder, text) -> builder.defaultAudience(noneIfEmpty(text)))
              .described("The API of requests that name none.")
              .shownAs(tenant -> tenant.defaultAudience().orElse("")),
          Setting.<TenantDefinition, TenantDefinition.Builder, String>optional(
                  "default_redirection_uri",
                  textOrEmpty(),
                  TenantDefinition::defaultRedirectionUri,
                  (builder, text) -> builder.defaultRedirectionUri(noneIfEmpty(text)))
              .described("The login page that the pages of mailed links lead back to.")
              .shownAs(tenant -> tenant.defaultRedirectionUri().orElse("")),
          Setting.<TenantDefinition, TenantDefinition.Builder, List<String>>optional(
                  "allowed_logout_urls",
                  texts(),
                  tenant -> Optional.of(tenant.logoutUrls()).filter(listed -> !listed.isEmpty()),
                  TenantDefinition.Builder::logoutUrls)
              .described("Where a logout that names no client may lead to."),
          Setting.of(
                  "device_flow",
                  object(USER_CODES),
                  TenantDefinition::userCodes,
                  TenantDefinition.Builder::userCodes)
              .described("The form of the codes that users type in the device flow."),
          Setting.of(
                  "enabled_locales",
                  texts(),
                  TenantDefinition::enabledLocales,
                  TenantDefinition.Builder::enabledLocales)
              .described(
                  "The languages of the hosted pages; the first is the default. There are words"
                      + " for en, de, fr and es. Default: en."),
          Setting.openInner(
                  "flags",
                  Setting.of(
                          "enforce_client_authentication_on_passwordless_start",
                          flag(),
                          TenantDefinition::passwordlessStartAuthenticated,
                          TenantDefinition.Builder::passwordlessStartAuthenticated)
                      .described(
                          "Whether confidential clients authenticate at /passwordless/start."
                              + " Default: false."))
              .described("Other flags than this one are not used."),
          Setting.of(
                  "allow_organization_name_in_authentication_api",
                  flag(),
                  TenantDefinition::organizationNames,
                  TenantDefinition.Builder::organizationNames)
              .described(
                  "Whether requests may name organizations and tokens have org_name. Default:"
                      + " false."));

  private static final SettingGroup<AuthenticationMethods, AuthenticationMethods> METHODS =
      SettingGroup.<AuthenticationMethods>of(
          Setting.openInner(
              "password",
              Setting.of(
                  "enabled",
                  flag(),
                  AuthenticationMethods::password,
                  AuthenticationMethods::withPassword)),
          Setting.openInner(
              "email_otp",
              Setting.of(
                  "enabled",
                  flag(),
                  AuthenticationMethods::emailCode,
                  AuthenticationMethods::withEmailCode)),
          Setting.openInner(
              "phone_otp",
              Setting.of(
                  "enabled",
                  flag(),
                  AuthenticationMethods::phoneCode,
                  AuthenticationMethods::withPhoneCode)),
          Setting.unused("passkey"));

  private static final SettingGroup<CodePolicy, CodePolicy> CODES =
      SettingGroup.<CodePolicy>of(
          Setting.of("length", whole(4, 40), CodePolicy::length, CodePolicy::withLength)
              .described("The number of digits. Default: 6."),
          Setting.of(
                  "time_step", seconds(1, 86_400), CodePolicy::lifetime, CodePolicy::withLifetime)
              .described("How long a code is valid, in seconds. Default: 180."));

  /** {@code /api/v2/connections}. */
  public static final SettingGroup<Connection, Connection> CONNECTION =
      SettingGroup.<Connection>of(
              Setting.of("id", text(), Connection::id, Connection::withId)
                  .access(Access.READ_ONLY)
                  .described("Default: derived from the name."),
              Setting.of("name", text(), Connection::name, Connection::withName)
                  .access(Access.READ_ONLY)
                  .required(),
              Setting.of(
                      "strategy",
                      choice(Strategy.class),
                      Connection::strategy,
                      Connection::withStrategy)
                  .access(Access.READ_ONLY)
                  .described("Default: auth0, a database."),
              Setting.openInner(
                      "options",
                      Setting.of(
                              "brute_force_protection",
                              flag(),
                              Connection::bruteForceProtection,
                              Connection::withBruteForceProtection)
                          .described("Default: true."),
                      Setting.of(
                              "disable_signup",
                              flag(),
                              (Connection connection) -> !connection.signUp(),
                              (Connection connection, Boolean disabled) ->
                                  connection.withSignUp(!disabled))
                          .described("Default: false."),
                      Setting.optional(
                              "authentication_methods",
                              object(METHODS, AuthenticationMethods.DEFAULT),
                              (Connection connection) ->
                                  Optional.of(connection.methods())
                                      .filter(it -> !it.equals(AuthenticationMethods.DEFAULT)),
                              Connection::withMethods)
                          .described("How users of a database log in. Default: with a password."),
                      Setting.optional(
                              "totp",
                              object(CODES, CodePolicy.DEFAULT),
                              (Connection connection) ->
                                  Optional.of(connection.codes())
                                      .filter(it -> connection.isPasswordless()),
                              Connection::withCodes)
                          .described("The codes of a passwordless connection."))
                  .described("Other options than these are not used."),
              Setting.of(
                      "enabled_clients",
                      texts().as(TenantCodec::set, TenantCodec::sorted),
                      Connection::enabledClients,
                      Connection::withEnabledClients)
                  .described("Default: every client of the file."),
              Setting.unused("display_name"),
              Setting.<Connection, Connection>unused("realms").shownAs(TenantCodec::realms),
              Setting.unused("metadata"),
              Setting.<Connection, Connection>fixed("is_domain_connection", false)
                  .access(Access.READ_ONLY))
          .unusedInFile("show_as_button", "authentication", "connected_accounts");

  /** {@code /api/v2/resource-servers}. */
  public static final SettingGroup<Api, Api> API =
      SettingGroup.<Api>of(
              Setting.<Api, Api, String>of(
                      "identifier", text(), Api::identifier, (api, identifier) -> api)
                  .required()
                  .described("The audience."),
              Setting.of("scopes", scopes(), Api::scopes, Api::withScopes),
              Setting.of("allow_offline_access", flag(), Api::offlineAccess, Api::withOfflineAccess)
                  .described("Default: false."),
              Setting.of(
                      "token_lifetime",
                      whole(1, 2_592_000),
                      Api::tokenLifetime,
                      Api::withTokenLifetime)
                  .described("In seconds. Default: 86400."),
              Setting.of("enforce_policies", flag(), Api::enforcePolicies, Api::withEnforcePolicies)
                  .described(
                      "RBAC: users get the scopes only that their permissions cover. Default:"
                          + " false."),
              Setting.of(
                      "token_dialect", choice(TokenDialect.class), Api::dialect, Api::withDialect)
                  .described("Default: access_token."),
              Setting.fixed("signing_alg", "RS256"),
              Setting.fixed("is_system", false))
          .unusedInFile(
              "id",
              "name",
              "signing_secret",
              "token_lifetime_for_web",
              "skip_consent_for_verifiable_first_party_clients");

  /** A client grant, {@code /api/v2/client-grants}. */
  public static final SettingGroup<ClientGrant, ClientGrant> CLIENT_GRANT =
      SettingGroup.<ClientGrant>of(
              Setting.of("client_id", text(), ClientGrant::clientId, ClientGrant::withClientId)
                  .required(),
              Setting.of("audience", text(), ClientGrant::audience, ClientGrant::withAudience)
                  .required()
                  .described(
                      "The identifier of an API; one that ends with /api/v2/ is the Management"
                          + " API."),
              Setting.of("scope", texts(), ClientGrant::scope, ClientGrant::withScope).required())
          .unusedInFile("id", "organization_usage", "allow_any_organization", "subject_type");

  private static final SettingGroup<TokenRateLimit, TokenRateLimit> TOKEN_RATE_LIMIT =
      SettingGroup.<TokenRateLimit>of(
          Setting.of(
                  "per_second",
                  whole(1, 1_000_000),
                  TokenRateLimit::perSecond,
                  TokenRateLimit::withPerSecond)
              .label("Token endpoint: requests per second")
              .described("Default: 30."),
          Setting.of("enforced", flag(), TokenRateLimit::enforced, TokenRateLimit::withEnforced)
              .label("Token endpoint: refuse requests beyond the limit")
              .described("Default: false, the limit is only announced in the headers."));

  private static final SettingGroup<TokenRateLimit, TokenRateLimit> MANAGEMENT_RATE_LIMIT =
      SettingGroup.<TokenRateLimit>of(
          Setting.of(
                  "per_second",
                  whole(1, 1_000_000),
                  TokenRateLimit::perSecond,
                  TokenRateLimit::withPerSecond)
              .label("Management API: requests per second")
              .described("Default: 50."),
          Setting.of("enforced", flag(), TokenRateLimit::enforced, TokenRateLimit::withEnforced)
              .label("Management API: refuse requests beyond the limit")
              .described("Default: false, the limit is only announced in the headers."));

  private static final SettingGroup<SameUserLimit, SameUserLimit> SAME_USER_LIMIT =
      SettingGroup.<SameUserLimit>of(
          Setting.of("enforced", flag(), SameUserLimit::enforced, SameUserLimit::withEnforced)
              .label("One user from one address: limit the logins")
              .described("Default: false."),
          Setting.of("burst", whole(1, 1_000_000), SameUserLimit::burst, SameUserLimit::withBurst)
              .label("One user from one address: logins at once"),
          Setting.of(
                  "per_minute",
                  whole(1, 60_000),
                  SameUserLimit::perMinute,
                  SameUserLimit::withPerMinute)
              .label("One user from one address: logins per minute after that"));

  /** Behaviour of the tenant that no API of Auth0 has; a change takes effect at once. */
  public static final SettingGroup<TenantDefinition, TenantDefinition.Builder> EMULATOR =
      SettingGroup.<TenantDefinition, TenantDefinition.Builder>of(
          TenantDefinition::toBuilder,
          TenantDefinition.Builder::build,
          Setting.of(
                  "mfa_policy",
                  choice(MfaPolicy.class),
                  TenantDefinition::mfaPolicy,
                  TenantDefinition.Builder::mfaPolicy)
              .label("Which logins require a second factor")
              .described("Which logins require a second factor. Default: when_enrolled."),
          Setting.of(
              "token_rate_limit",
              object(TOKEN_RATE_LIMIT),
              TenantDefinition::tokenRateLimit,
              TenantDefinition.Builder::tokenRateLimit),
          Setting.of(
              "management_rate_limit",
              object(MANAGEMENT_RATE_LIMIT),
              TenantDefinition::managementRateLimit,
              TenantDefinition.Builder::managementRateLimit),
          Setting.of(
                  "same_user_limit",
                  object(SAME_USER_LIMIT),
                  TenantDefinition::sameUserLimit,
                  TenantDefinition.Builder::sameUserLimit)
              .described("20 logins of one user from one address, then 10 a minute."),
          Setting.of(
                  "token_rules",
                  TokenRuleCodec.rules(),
                  TenantDefinition::tokenRules,
                  TenantDefinition.Builder::tokenRules)
              .described("What an Action would do: custom claims, and denials."),
          Setting.of(
                  "legacy_enabled_clients",
                  flag(),
                  TenantDefinition::legacyEnabledClients,
                  TenantDefinition.Builder::legacyEnabledClients)
              .label("Connections: enabled_clients as before January 2026")
              .described(
                  "Whether connections show enabled_clients and take them in a PATCH, as tenants"
                      + " made before January 2026 do. Default: false."));

  /** How the emulator runs the tenant; a change takes effect at the next start or reset. */
  public static final SettingGroup<EmulatorOptions, EmulatorOptions> OPTIONS =
      SettingGroup.<EmulatorOptions>of(
          Setting.optional(
                  "allowlist-matching",
                  dashed(AllowlistMatching.class),
                  EmulatorOptions::allowlistMatching,
                  EmulatorOptions::withAllowlistMatching)
              .described("Which addresses AllowLists match. Default: forwarded-only."),
          Setting.optional(
                  "log_retention",
                  whole(1, 10_000_000),
                  EmulatorOptions::logRetention,
                  EmulatorOptions::withLogRetention)
              .described("How many log events are kept. Default: 10000."),
          Setting.optional(
                  "bcrypt_cost",
                  whole(4, 31),
                  EmulatorOptions::bcryptCost,
                  EmulatorOptions::withBcryptCost)
              .described("Each step doubles the time of a login. Default: 4."),
          // The tenant file's reader resolves the paths: it has the folder they start at.
          Setting.<EmulatorOptions, EmulatorOptions, List<String>>optional(
                  "breached_passwords",
                  texts(),
                  options ->
                      Optional.of(options.breachedPasswords().stream().map(Path::toString).toList())
                          .filter(lists -> !lists.isEmpty()),
                  (options, lists) -> options)
              .described(
                  "Lists beside Auth0's own test passwords: a file of passwords, a file of SHA-1"
                      + " hashes, or a folder of range files. Relative paths start at this"
                      + " file."));

  private TenantCodec() {}

  private static Set<String> set(List<String> texts) {
    return new LinkedHashSet<>(texts);
  }

  private static List<String> sorted(Set<String> texts) {
    return texts.stream().sorted().toList();
  }

  private static Object realms(Connection connection) {
    return List.of(connection.name());
  }

  private static ValueType<List<String>> scopes() {
    return new ValueType.Items<>(
        scope -> scope.text("value"),
        scope -> Map.of("value", scope),
        SettingGroup.<String>of(
                Setting.of(
                        "value",
                        text(),
                        (String scope) -> scope,
                        (String before, String scope) -> scope)
                    .required(),
                Setting.unused("description"))
            .schema(),
        0);
  }

  /** The scopes that an application may have in an API. */
  public record ClientGrant(String clientId, String audience, List<String> scope) {

    /** A grant that is yet to be read. */
    public static final ClientGrant EMPTY = new ClientGrant("", "", List.of());

    /** Copies the scopes. */
    public ClientGrant {
      scope = List.copyOf(scope);
    }

    ClientGrant withClientId(String value) {
      return new ClientGrant(value, audience, scope);
    }

    ClientGrant withAudience(String value) {
      return new ClientGrant(clientId, value, scope);
    }

    ClientGrant withScope(List<String> value) {
      return new ClientGrant(clientId, audience, value);
    }
  }

  private static @Nullable String noneIfEmpty(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
