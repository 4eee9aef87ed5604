package dev.portcullis.emulator.tenant;

import dev.portcullis.emulator.tenant.protection.BotDetectionSettings;
import dev.portcullis.emulator.tenant.protection.BreachedPasswordSettings;
import dev.portcullis.emulator.tenant.protection.BruteForceSettings;
import dev.portcullis.emulator.tenant.protection.SameUserLimit;
import dev.portcullis.emulator.tenant.protection.SuspiciousIpSettings;
import dev.portcullis.emulator.tenant.protection.TokenRateLimit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The definition of a tenant: its applications, connections, users, APIs and settings. Immutable.
 */
public final class TenantDefinition {

  private final String name;
  private final List<Application> applications;
  private final List<Connection> connections;
  private final List<UserDefinition> users;
  private final List<Api> apis;
  private final @Nullable String defaultDirectory;
  private final @Nullable String defaultAudience;
  private final @Nullable String defaultRedirectionUri;
  private final List<String> logoutUrls;
  private final boolean organizationNames;
  private final BruteForceSettings bruteForce;
  private final SuspiciousIpSettings suspiciousIp;
  private final BreachedPasswordSettings breachedPasswords;
  private final TokenRateLimit tokenRateLimit;
  private final TokenRateLimit managementRateLimit;
  private final SameUserLimit sameUserLimit;
  private final MfaPolicy mfaPolicy;
  private final BotDetectionSettings botDetection;
  private final UserCodeFormat userCodes;
  private final List<String> enabledLocales;
  private final boolean passwordlessStartAuthenticated;
  private final List<TokenRule> tokenRules;
  private final List<RoleDefinition> roles;
  private final List<OrganizationDefinition> organizations;
  private final boolean legacyEnabledClients;

  private TenantDefinition(Builder builder) {
    this.name = builder.name;
    this.applications = List.copyOf(builder.applications);
    this.connections = List.copyOf(builder.connections);
    this.users = List.copyOf(builder.users);
    this.apis = List.copyOf(builder.apis);
    this.defaultDirectory = builder.defaultDirectory;
    this.defaultAudience = builder.defaultAudience;
    this.defaultRedirectionUri = builder.defaultRedirectionUri;
    this.logoutUrls = List.copyOf(builder.logoutUrls);
    this.organizationNames = builder.organizationNames;
    this.bruteForce = builder.bruteForce;
    this.suspiciousIp = builder.suspiciousIp;
    this.breachedPasswords = builder.breachedPasswords;
    this.tokenRateLimit = builder.tokenRateLimit;
    this.managementRateLimit = builder.managementRateLimit;
    this.sameUserLimit = builder.sameUserLimit;
    this.mfaPolicy = builder.mfaPolicy;
    this.botDetection = builder.botDetection;
    this.userCodes = builder.userCodes;
    this.enabledLocales = List.copyOf(builder.enabledLocales);
    this.passwordlessStartAuthenticated = builder.passwordlessStartAuthenticated;
    this.tokenRules = List.copyOf(builder.tokenRules);
    this.roles = List.copyOf(builder.roles);
    this.organizations = List.copyOf(builder.organizations);
    this.legacyEnabledClients = builder.legacyEnabledClients;
  }

  /** The demo tenant; its names and passwords are in {@link DemoTenant}. */
  public static TenantDefinition demo() {
    return DemoTenant.definition();
  }

  /** An empty tenant with Auth0's default attack protection. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts from this definition. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.name = name;
    builder.applications.addAll(applications);
    builder.connections.addAll(connections);
    builder.users.addAll(users);
    builder.apis.addAll(apis);
    builder.defaultDirectory = defaultDirectory;
    builder.defaultAudience = defaultAudience;
    builder.defaultRedirectionUri = defaultRedirectionUri;
    builder.logoutUrls = logoutUrls;
    builder.organizationNames = organizationNames;
    builder.bruteForce = bruteForce;
    builder.suspiciousIp = suspiciousIp;
    builder.breachedPasswords = breachedPasswords;
    builder.tokenRateLimit = tokenRateLimit;
    builder.managementRateLimit = managementRateLimit;
    builder.sameUserLimit = sameUserLimit;
    builder.mfaPolicy = mfaPolicy;
    builder.botDetection = botDetection;
    builder.userCodes = userCodes;
    builder.enabledLocales = enabledLocales;
    builder.passwordlessStartAuthenticated = passwordlessStartAuthenticated;
    builder.tokenRules = tokenRules;
    builder.roles = roles;
    builder.organizations = organizations;
    builder.legacyEnabledClients = legacyEnabledClients;
    return builder;
  }

  /** The tenant's name, as logs show it. */
  public String name() {
    return name;
  }

  /** Every application. */
  public List<Application> applications() {
    return applications;
  }

  /** The application of that client id. */
  public Optional<Application> application(String clientId) {
    return applications.stream().filter(app -> app.clientId().equals(clientId)).findFirst();
  }

  /** Every connection. */
  public List<Connection> connections() {
    return connections;
  }

  /** The connection of that name. */
  public Optional<Connection> connection(String connectionName) {
    return connections.stream().filter(each -> each.name().equals(connectionName)).findFirst();
  }

  /** Every user. */
  public List<UserDefinition> users() {
    return users;
  }

  /** Every API. */
  public List<Api> apis() {
    return apis;
  }

  /** The API of that identifier. */
  public Optional<Api> api(String identifier) {
    return apis.stream().filter(api -> api.identifier().equals(identifier)).findFirst();
  }

  /** The connection name that the {@code password} grant uses. */
  public Optional<String> defaultDirectory() {
    return Optional.ofNullable(defaultDirectory);
  }

  /** The audience of requests that name none. */
  public Optional<String> defaultAudience() {
    return Optional.ofNullable(defaultAudience);
  }

  /** The login page that the pages of mailed links lead back to. */
  public Optional<String> defaultRedirectionUri() {
    return Optional.ofNullable(defaultRedirectionUri);
  }

  /** Where a logout that names no application may lead to. */
  public List<String> logoutUrls() {
    return logoutUrls;
  }

  /**
   * {@code allow_organization_name_in_authentication_api}: whether requests may name an
   * organization, and tokens have {@code org_name}.
   */
  public boolean organizationNames() {
    return organizationNames;
  }

  /** Brute-force protection. */
  public BruteForceSettings bruteForce() {
    return bruteForce;
  }

  /** Suspicious IP throttling. */
  public SuspiciousIpSettings suspiciousIp() {
    return suspiciousIp;
  }

  /** Breached-password detection. */
  public BreachedPasswordSettings breachedPasswords() {
    return breachedPasswords;
  }

  /** The token endpoint's rate limit. */
  public TokenRateLimit tokenRateLimit() {
    return tokenRateLimit;
  }

  /** The Management API's rate limit. */
  public TokenRateLimit managementRateLimit() {
    return managementRateLimit;
  }

  /** How often one address may try one user. */
  public SameUserLimit sameUserLimit() {
    return sameUserLimit;
  }

  /** Which logins require a second factor. */
  public MfaPolicy mfaPolicy() {
    return mfaPolicy;
  }

  /** Bot detection. */
  public BotDetectionSettings botDetection() {
    return botDetection;
  }

  /** The form of the codes that users type in the device flow. */
  public UserCodeFormat userCodes() {
    return userCodes;
  }

  /** The languages of the hosted pages, such as {@code de}; the first is the default. */
  public List<String> enabledLocales() {
    return enabledLocales;
  }

  /** Whether confidential applications have to authenticate at {@code /passwordless/start}. */
  public boolean passwordlessStartAuthenticated() {
    return passwordlessStartAuthenticated;
  }

  /** What is done at each login and token, in this order. */
  public List<TokenRule> tokenRules() {
    return tokenRules;
  }

  /** The roles that the tenant starts with; the Management API has those of a running one. */
  public List<RoleDefinition> roles() {
    return roles;
  }

  /** The organizations that it starts with; the Management API has those of a running one. */
  public List<OrganizationDefinition> organizations() {
    return organizations;
  }

  /**
   * Whether the Management API shows the {@code enabled_clients} of connections and takes them in a
   * {@code PATCH}, as tenants do that were made before January 2026.
   */
  public boolean legacyEnabledClients() {
    return legacyEnabledClients;
  }

  /**
   * Builds a definition; an application, connection, user or API replaces the one of the same id or
   * name, in its place.
   */
  public static final class Builder {

    private String name = "tenant";
    private final List<Application> applications = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private final List<UserDefinition> users = new ArrayList<>();
    private final List<Api> apis = new ArrayList<>();
    private @Nullable String defaultDirectory;
    private @Nullable String defaultAudience;
    private @Nullable String defaultRedirectionUri;
    private List<String> logoutUrls = List.of();
    private boolean organizationNames;
    private BruteForceSettings bruteForce = BruteForceSettings.defaults();
    private SuspiciousIpSettings suspiciousIp = SuspiciousIpSettings.defaults();
    private BreachedPasswordSettings breachedPasswords = BreachedPasswordSettings.off();
    private TokenRateLimit tokenRateLimit = TokenRateLimit.announcedOnly();
    private TokenRateLimit managementRateLimit = new TokenRateLimit(50, false);
    private SameUserLimit sameUserLimit = SameUserLimit.off();
    private MfaPolicy mfaPolicy = MfaPolicy.WHEN_ENROLLED;
    private BotDetectionSettings botDetection = BotDetectionSettings.off();
    private UserCodeFormat userCodes = UserCodeFormat.DEFAULT;
    private List<String> enabledLocales = List.of("en");
    private boolean passwordlessStartAuthenticated;
    private List<TokenRule> tokenRules = List.of();
    private List<RoleDefinition> roles = List.of();
    private List<OrganizationDefinition> organizations = List.of();
    private boolean legacyEnabledClients;

    private Builder() {}

    /** The tenant's name. */
    public Builder name(String value) {
      this.name = value;
      return this;
    }

    /** Adds or replaces an application. */
    public Builder application(Application value) {
      put(applications, value, Application::clientId);
      return this;
    }

    /** Adds or replaces a connection. */
    public Builder connection(Connection value) {
      put(connections, value, Connection::name);
      return this;
    }

    /** Adds or replaces a user. */
    public Builder user(UserDefinition value) {
      put(users, value, UserDefinition::userId);
      return this;
    }

    /** Adds or replaces an API. */
    public Builder api(Api value) {
      put(apis, value, Api::identifier);
      return this;
    }

    /** What is replaced keeps its place. */
    private static <T> void put(List<T> values, T value, Function<T, String> id) {
      for (int i = 0; i < values.size(); i++) {
        if (id.apply(values.get(i)).equals(id.apply(value))) {
          values.set(i, value);
          return;
        }
      }
      values.add(value);
    }

    /** The connection for the {@code password} grant, or none. */
    public Builder defaultDirectory(@Nullable String connectionName) {
      this.defaultDirectory = connectionName;
      return this;
    }

    /** The audience for requests without one, or none. */
    public Builder defaultAudience(@Nullable String audience) {
      this.defaultAudience = audience;
      return this;
    }

    /** The login page that the pages of mailed links lead back to, or none. */
    public Builder defaultRedirectionUri(@Nullable String uri) {
      this.defaultRedirectionUri = uri;
      return this;
    }

    /** Where a logout that names no application may lead to. */
    public Builder logoutUrls(List<String> value) {
      this.logoutUrls = value;
      return this;
    }

    /** Whether requests may name an organization, and tokens have {@code org_name}. */
    public Builder organizationNames(boolean value) {
      this.organizationNames = value;
      return this;
    }

    /** Brute-force protection. */
    public Builder bruteForce(BruteForceSettings value) {
      this.bruteForce = value;
      return this;
    }

    /** Suspicious IP throttling. */
    public Builder suspiciousIp(SuspiciousIpSettings value) {
      this.suspiciousIp = value;
      return this;
    }

    /** Breached-password detection. */
    public Builder breachedPasswords(BreachedPasswordSettings value) {
      this.breachedPasswords = value;
      return this;
    }

    /** The token endpoint's rate limit. */
    public Builder tokenRateLimit(TokenRateLimit value) {
      this.tokenRateLimit = value;
      return this;
    }

    /** The Management API's rate limit. */
    public Builder managementRateLimit(TokenRateLimit value) {
      this.managementRateLimit = value;
      return this;
    }

    /** How often one address may try one user. */
    public Builder sameUserLimit(SameUserLimit value) {
      this.sameUserLimit = value;
      return this;
    }

    /** Which logins require a second factor. */
    public Builder mfaPolicy(MfaPolicy value) {
      this.mfaPolicy = value;
      return this;
    }

    /** Bot detection. */
    public Builder botDetection(BotDetectionSettings value) {
      this.botDetection = value;
      return this;
    }

    /** The form of the codes that users type in the device flow. */
    public Builder userCodes(UserCodeFormat value) {
      this.userCodes = value;
      return this;
    }

    /** The languages of the hosted pages; the first is the default. */
    public Builder enabledLocales(List<String> value) {
      this.enabledLocales = value;
      return this;
    }

    /** Whether confidential applications have to authenticate at {@code /passwordless/start}. */
    public Builder passwordlessStartAuthenticated(boolean value) {
      this.passwordlessStartAuthenticated = value;
      return this;
    }

    /** What is done at each login and token, in this order. */
    public Builder tokenRules(List<TokenRule> value) {
      this.tokenRules = value;
      return this;
    }

    /** The roles that the tenant starts with. */
    public Builder roles(List<RoleDefinition> value) {
      this.roles = value;
      return this;
    }

    /** The organizations that the tenant starts with. */
    public Builder organizations(List<OrganizationDefinition> value) {
      this.organizations = value;
      return this;
    }

    /** Whether the Management API shows and changes {@code enabled_clients} of connections. */
    public Builder legacyEnabledClients(boolean value) {
      this.legacyEnabledClients = value;
      return this;
    }

    /** Replaces all users. */
    public Builder users(List<UserDefinition> values) {
      users.clear();
      users.addAll(values);
      return this;
    }

    /** Removes a connection and, if it was that, the default directory; false if there was none. */
    public boolean removeConnection(String name) {
      if (name.equals(defaultDirectory)) {
        defaultDirectory = null;
      }
      return connections.removeIf(each -> each.name().equals(name));
    }

    /** Removes an application, also from the connections; false if there was none. */
    public boolean removeApplication(String clientId) {
      connections.replaceAll(each -> each.without(clientId));
      return applications.removeIf(each -> each.clientId().equals(clientId));
    }

    /**
     * Removes an API, also from the client grants and as the default audience; false if there was
     * none.
     */
    public boolean removeApi(String identifier) {
      applications.replaceAll(each -> each.toBuilder().withoutApiGrant(identifier).build());
      if (identifier.equals(defaultAudience)) {
        defaultAudience = null;
      }
      return apis.removeIf(each -> each.identifier().equals(identifier));
    }

    /** The definition. */
    public TenantDefinition build() {
      return new TenantDefinition(this);
    }
  }
}
