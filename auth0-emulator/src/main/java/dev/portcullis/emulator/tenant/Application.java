package dev.portcullis.emulator.tenant;

import java.security.interfaces.RSAPublicKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A registered application (client); immutable. Prints no secret. */
public final class Application {

  private final String clientId;
  private final String name;
  private final AppType type;
  private final AuthMethod authMethod;
  private final @Nullable Secret clientSecret;
  private final List<RSAPublicKey> publicKeys;
  private final boolean ipHeaderTrusted;
  private final boolean authMethodImplied;
  private final Set<GrantType> grantTypes;
  private final Map<String, List<String>> apiGrants;
  private final List<String> managementScopes;
  private final RefreshTokenPolicy refreshTokens;
  private final boolean firstParty;
  private final OrganizationUsage organizationUsage;
  private final OrganizationPrompt organizationPrompt;
  private final ApplicationUrls urls;
  private final SessionTransfer sessionTransfer;
  private final JwtConfiguration jwtConfiguration;

  private Application(Builder builder) {
    this.clientId = builder.clientId;
    this.name = builder.name;
    this.type = builder.type;
    this.authMethod = builder.authMethod;
    this.clientSecret = builder.clientSecret;
    this.publicKeys = List.copyOf(builder.publicKeys);
    this.ipHeaderTrusted = builder.ipHeaderTrusted;
    this.authMethodImplied = builder.authMethodImplied;
    this.grantTypes = Set.copyOf(builder.grantTypes);
    this.apiGrants = Map.copyOf(builder.apiGrants);
    this.managementScopes = List.copyOf(builder.managementScopes);
    this.refreshTokens = builder.refreshTokens;
    this.firstParty = builder.firstParty;
    this.organizationUsage = builder.organizationUsage;
    this.organizationPrompt = builder.organizationPrompt;
    this.urls = builder.urls;
    this.sessionTransfer = builder.sessionTransfer;
    this.jwtConfiguration = builder.jwtConfiguration;
    if (!clientId.matches("[A-Za-z0-9]{32}")) {
      throw new IllegalArgumentException(
          "clientId: " + clientId + " (expected: 32 letters and digits)");
    }
    if (authMethod.needsSecret() && clientSecret == null) {
      throw new IllegalArgumentException(
          "clientSecret: none (expected: one, with " + authMethod + ")");
    }
    if (authMethod == AuthMethod.PRIVATE_KEY_JWT && publicKeys.isEmpty()) {
      throw new IllegalArgumentException(
          "publicKeys: none (expected: at least one, with " + authMethod + ")");
    }
    if (ipHeaderTrusted && (authMethodImplied || !authMethod.needsSecret())) {
      throw new IllegalArgumentException(
          "The flag is_token_endpoint_ip_header_trusted can only be set true on clients that"
              + " require authentication (i.e. token_endpoint_auth_method is set to"
              + " 'client_secret_post' or 'client_secret_basic')");
    }
  }

  /** Auth0's {@code app_type}. */
  public enum AppType {
    /** {@code regular_web}. */
    REGULAR_WEB,
    /** {@code non_interactive}: machine to machine. */
    NON_INTERACTIVE,
    /** {@code native}. */
    NATIVE,
    /** {@code spa}. */
    SPA
  }

  /** Whether users log in as members of an organization: {@code organization_usage}. */
  public enum OrganizationUsage {
    /** {@code deny}: never. */
    DENY,
    /** {@code allow}. */
    ALLOW,
    /** {@code require}: only as members. */
    REQUIRE
  }

  /** When users choose their organization: {@code organization_require_behavior}. */
  public enum OrganizationPrompt {
    /** {@code no_prompt}: the application names it. */
    NO_PROMPT,
    /** {@code pre_login_prompt}: on a page before the login. */
    PRE_LOGIN_PROMPT,
    /** {@code post_login_prompt}: among their own after the login. */
    POST_LOGIN_PROMPT
  }

  /** How an application authenticates; the first three are {@code token_endpoint_auth_method}. */
  public enum AuthMethod {
    /** {@code none}: a public application. */
    NONE,
    /** {@code client_secret_post}. */
    CLIENT_SECRET_POST,
    /** {@code client_secret_basic}. */
    CLIENT_SECRET_BASIC,
    /** {@code client_authentication_methods.private_key_jwt}. */
    PRIVATE_KEY_JWT;

    /** Whether the application has to send its secret. */
    public boolean needsSecret() {
      return this == CLIENT_SECRET_POST || this == CLIENT_SECRET_BASIC;
    }
  }

  /**
   * An application that authenticates with {@code client_secret_post}; its forwarded address is not
   * trusted.
   */
  public static Application confidential(
      String clientId, String name, AppType type, Secret clientSecret, GrantType... grantTypes) {
    return new Builder(clientId, name)
        .type(type)
        .authMethod(AuthMethod.CLIENT_SECRET_POST)
        .clientSecret(clientSecret)
        .grantTypes(Set.of(grantTypes))
        .build();
  }

  /** An application that authenticates with JWTs signed by the key that belongs to this one. */
  public static Application withPrivateKey(
      String clientId, String name, RSAPublicKey publicKey, GrantType... grantTypes) {
    return new Builder(clientId, name)
        .authMethod(AuthMethod.PRIVATE_KEY_JWT)
        .publicKeys(List.of(publicKey))
        .grantTypes(Set.of(grantTypes))
        .build();
  }

  /** A public application: it has no secret. */
  public static Application publicClient(String clientId, String name, GrantType... grantTypes) {
    return new Builder(clientId, name).type(AppType.NATIVE).grantTypes(Set.of(grantTypes)).build();
  }

  /** A builder that starts from this application. */
  public Builder toBuilder() {
    Builder builder = new Builder(clientId, name);
    builder.type = type;
    builder.authMethod = authMethod;
    builder.clientSecret = clientSecret;
    builder.publicKeys = publicKeys;
    builder.ipHeaderTrusted = ipHeaderTrusted;
    builder.authMethodImplied = authMethodImplied;
    builder.grantTypes = grantTypes;
    builder.apiGrants = apiGrants;
    builder.managementScopes = managementScopes;
    builder.refreshTokens = refreshTokens;
    builder.firstParty = firstParty;
    builder.organizationUsage = organizationUsage;
    builder.organizationPrompt = organizationPrompt;
    builder.urls = urls;
    builder.sessionTransfer = sessionTransfer;
    builder.jwtConfiguration = jwtConfiguration;
    return builder;
  }

  /** Its {@code client_id}: 32 letters and digits. */
  public String clientId() {
    return clientId;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Its {@code app_type}. */
  public AppType type() {
    return type;
  }

  /** How it authenticates at the token endpoint. */
  public AuthMethod authMethod() {
    return authMethod;
  }

  /**
   * Whether the authentication method was never set; then its forwarded address cannot be trusted.
   */
  public boolean authMethodImplied() {
    return authMethodImplied;
  }

  /** Its secret; a public application may have one that is not used. */
  public Optional<Secret> clientSecret() {
    return Optional.ofNullable(clientSecret);
  }

  /** The keys that verify its assertions. */
  public List<RSAPublicKey> publicKeys() {
    return publicKeys;
  }

  /** {@code is_token_endpoint_ip_header_trusted}. */
  public boolean ipHeaderTrusted() {
    return ipHeaderTrusted;
  }

  /** The grants it may use. */
  public Set<GrantType> grantTypes() {
    return grantTypes;
  }

  /** The scopes granted per API audience, for {@code client_credentials}. */
  public Map<String, List<String>> apiGrants() {
    return apiGrants;
  }

  /** The scopes granted in the Management API, for {@code client_credentials}. */
  public List<String> managementScopes() {
    return managementScopes;
  }

  /** The policy of its refresh tokens. */
  public RefreshTokenPolicy refreshTokens() {
    return refreshTokens;
  }

  /** {@code is_first_party}: whether it is the tenant's own. */
  public boolean firstParty() {
    return firstParty;
  }

  /** {@code organization_usage}. */
  public OrganizationUsage organizationUsage() {
    return organizationUsage;
  }

  /** {@code organization_require_behavior}. */
  public OrganizationPrompt organizationPrompt() {
    return organizationPrompt;
  }

  /** The URLs of its hosted login. */
  public ApplicationUrls urls() {
    return urls;
  }

  /** {@code session_transfer}. */
  public SessionTransfer sessionTransfer() {
    return sessionTransfer;
  }

  /** {@code jwt_configuration}. */
  public JwtConfiguration jwtConfiguration() {
    return jwtConfiguration;
  }

  /** Whether it authenticates at the token endpoint. */
  public boolean confidential() {
    return authMethod != AuthMethod.NONE;
  }

  /**
   * Whether this is its secret; false for an application that does not authenticate with a secret.
   */
  public boolean authenticatedBy(String candidate) {
    return authMethod.needsSecret() && clientSecret != null && clientSecret.matches(candidate);
  }

  /** With "Trust Token Endpoint IP Header" on or off. */
  public Application withIpHeaderTrusted(boolean trusted) {
    return toBuilder().ipHeaderTrusted(trusted).build();
  }

  /** With another token endpoint authentication method. */
  public Application withAuthMethod(AuthMethod method) {
    return toBuilder().authMethod(method).build();
  }

  /** With a client grant for one more API. */
  public Application withApiGrant(String audience, String... scopes) {
    return toBuilder().apiGrant(audience, List.of(scopes)).build();
  }

  /** With these Management API scopes instead. */
  public Application withManagementScopes(String... scopes) {
    return toBuilder().managementScopes(List.of(scopes)).build();
  }

  /** With this policy of refresh tokens. */
  public Application withRefreshTokens(RefreshTokenPolicy policy) {
    return toBuilder().refreshTokens(policy).build();
  }

  /** With these URLs of its hosted login. */
  public Application withUrls(ApplicationUrls value) {
    return toBuilder().urls(value).build();
  }

  @Override
  public String toString() {
    return "Application[" + clientId + " " + name + "]";
  }

  /** Builds an application; {@link #build} makes the checks of the Management API. */
  public static final class Builder {

    private final String clientId;
    private String name;
    private AppType type = AppType.REGULAR_WEB;
    private AuthMethod authMethod = AuthMethod.NONE;
    private @Nullable Secret clientSecret;
    private List<RSAPublicKey> publicKeys = List.of();
    private boolean ipHeaderTrusted;
    private boolean authMethodImplied;
    private Set<GrantType> grantTypes = Set.of();
    private Map<String, List<String>> apiGrants = Map.of();
    private List<String> managementScopes = List.of();
    private RefreshTokenPolicy refreshTokens = RefreshTokenPolicy.nonExpiring();
    private boolean firstParty = true;
    private OrganizationUsage organizationUsage = OrganizationUsage.DENY;
    private OrganizationPrompt organizationPrompt = OrganizationPrompt.NO_PROMPT;
    private ApplicationUrls urls = ApplicationUrls.NONE;
    private SessionTransfer sessionTransfer = SessionTransfer.OFF;
    private JwtConfiguration jwtConfiguration = JwtConfiguration.DEFAULT;

    /** A public application without grants. */
    public Builder(String clientId, String name) {
      this.clientId = clientId;
      this.name = name;
    }

    /** Its name. */
    public Builder name(String value) {
      this.name = value;
      return this;
    }

    /** Its {@code app_type}. */
    public Builder type(AppType value) {
      this.type = value;
      return this;
    }

    /** How it authenticates. */
    public Builder authMethod(AuthMethod value) {
      this.authMethod = value;
      this.authMethodImplied = false;
      return this;
    }

    /** The default authentication method, without setting one. */
    public Builder impliedAuthMethod(AuthMethod value) {
      this.authMethod = value;
      this.authMethodImplied = true;
      return this;
    }

    /** Its secret. */
    public Builder clientSecret(Secret value) {
      this.clientSecret = value;
      return this;
    }

    /** The keys that verify its assertions. */
    public Builder publicKeys(List<RSAPublicKey> value) {
      this.publicKeys = value;
      return this;
    }

    /** "Trust Token Endpoint IP Header". */
    public Builder ipHeaderTrusted(boolean value) {
      this.ipHeaderTrusted = value;
      return this;
    }

    /** The grants it may use. */
    public Builder grantTypes(Set<GrantType> value) {
      this.grantTypes = value;
      return this;
    }

    /** A client grant for an API. */
    public Builder apiGrant(String audience, List<String> scopes) {
      Map<String, List<String>> more = new LinkedHashMap<>(apiGrants);
      more.put(audience, List.copyOf(scopes));
      this.apiGrants = more;
      return this;
    }

    /** Without a client grant for that API. */
    public Builder withoutApiGrant(String audience) {
      Map<String, List<String>> fewer = new LinkedHashMap<>(apiGrants);
      fewer.remove(audience);
      this.apiGrants = fewer;
      return this;
    }

    /** Its scopes in the Management API. */
    public Builder managementScopes(List<String> value) {
      this.managementScopes = value;
      return this;
    }

    /** The policy of its refresh tokens. */
    public Builder refreshTokens(RefreshTokenPolicy value) {
      this.refreshTokens = value;
      return this;
    }

    /** Whether it is the tenant's own. */
    public Builder firstParty(boolean value) {
      this.firstParty = value;
      return this;
    }

    /** Whether users log in as members of an organization. */
    public Builder organizationUsage(OrganizationUsage value) {
      this.organizationUsage = value;
      return this;
    }

    /** When users choose their organization. */
    public Builder organizationPrompt(OrganizationPrompt value) {
      this.organizationPrompt = value;
      return this;
    }

    /** The URLs of its hosted login. */
    public Builder urls(ApplicationUrls value) {
      this.urls = value;
      return this;
    }

    /** Changes the URLs of its hosted login. */
    public Builder changeUrls(UnaryOperator<ApplicationUrls> change) {
      this.urls = change.apply(urls);
      return this;
    }

    /** How logins become browsers' sessions. */
    public Builder sessionTransfer(SessionTransfer value) {
      this.sessionTransfer = value;
      return this;
    }

    /** Its id tokens. */
    public Builder jwtConfiguration(JwtConfiguration value) {
      this.jwtConfiguration = value;
      return this;
    }

    /** The application. */
    public Application build() {
      return new Application(this);
    }
  }
}
