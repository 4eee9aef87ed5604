package dev.portcullis.emulator.seed;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A registered application (client). Its {@code authMethod} is {@code token_endpoint_auth_method},
 * {@code ipHeaderTrusted} is {@code is_token_endpoint_ip_header_trusted}; {@code apiGrants} are the
 * scopes granted per API audience and {@code managementScopes} those of the Management API, both
 * for {@code client_credentials}.
 */
public record Application(
    String clientId,
    String name,
    AppType type,
    AuthMethod authMethod,
    @Nullable Secret clientSecret,
    boolean ipHeaderTrusted,
    Set<GrantType> grantTypes,
    Map<String, List<String>> apiGrants,
    List<String> managementScopes) {

  /** Auth0's {@code app_type}. */
  public enum AppType {
    /** {@code regular_web}. */
    REGULAR_WEB,
    /** {@code non_interactive}: machine to machine. */
    NON_INTERACTIVE,
    /** {@code native}. */
    NATIVE
  }

  /** Auth0's {@code token_endpoint_auth_method}. */
  public enum AuthMethod {
    /** {@code none}: a public application. */
    NONE,
    /** {@code client_secret_post}. */
    CLIENT_SECRET_POST,
    /** {@code client_secret_basic}. */
    CLIENT_SECRET_BASIC
  }

  /** Checks what the Management API checks when such an application is written. */
  public Application {
    if (!clientId.matches("[A-Za-z0-9]{32}")) {
      throw new IllegalArgumentException(
          "clientId: " + clientId + " (expected: 32 letters and digits)");
    }
    if (authMethod != AuthMethod.NONE && clientSecret == null) {
      throw new IllegalArgumentException(
          "clientSecret: none (expected: one, with " + authMethod + ")");
    }
    if (ipHeaderTrusted && authMethod == AuthMethod.NONE) {
      throw new IllegalArgumentException(
          "The flag is_token_endpoint_ip_header_trusted can only be set true on clients that"
              + " require authentication (i.e. token_endpoint_auth_method is set to"
              + " 'client_secret_post' or 'client_secret_basic')");
    }
    grantTypes = Set.copyOf(grantTypes);
    Map<String, List<String>> grants = new LinkedHashMap<>();
    apiGrants.forEach((audience, scopes) -> grants.put(audience, List.copyOf(scopes)));
    apiGrants = Map.copyOf(grants);
    managementScopes = List.copyOf(managementScopes);
  }

  /** An application that authenticates with {@code client_secret_post} and trusts no header. */
  public static Application confidential(
      String clientId, String name, AppType type, Secret clientSecret, GrantType... grantTypes) {
    return new Application(
        clientId,
        name,
        type,
        AuthMethod.CLIENT_SECRET_POST,
        clientSecret,
        false,
        Set.of(grantTypes),
        Map.of(),
        List.of());
  }

  /** A public application: it has no secret. */
  public static Application publicClient(String clientId, String name, GrantType... grantTypes) {
    return new Application(
        clientId,
        name,
        AppType.NATIVE,
        AuthMethod.NONE,
        null,
        false,
        Set.of(grantTypes),
        Map.of(),
        List.of());
  }

  /** Whether it authenticates at the token endpoint. */
  public boolean confidential() {
    return authMethod != AuthMethod.NONE;
  }

  /** Whether this is its secret; never for a public application. */
  public boolean authenticatedBy(String candidate) {
    return confidential() && clientSecret != null && clientSecret.matches(candidate);
  }

  /** With "Trust Token Endpoint IP Header" on or off. */
  public Application withIpHeaderTrusted(boolean trusted) {
    return new Application(
        clientId,
        name,
        type,
        authMethod,
        clientSecret,
        trusted,
        grantTypes,
        apiGrants,
        managementScopes);
  }

  /** With another token endpoint authentication method. */
  public Application withAuthMethod(AuthMethod method) {
    return new Application(
        clientId,
        name,
        type,
        method,
        clientSecret,
        ipHeaderTrusted,
        grantTypes,
        apiGrants,
        managementScopes);
  }

  /** With a client grant for one more API. */
  public Application withApiGrant(String audience, String... scopes) {
    Map<String, List<String>> grants = new LinkedHashMap<>(apiGrants);
    grants.put(audience, List.of(scopes));
    return new Application(
        clientId,
        name,
        type,
        authMethod,
        clientSecret,
        ipHeaderTrusted,
        grantTypes,
        grants,
        managementScopes);
  }

  /** With these Management API scopes instead. */
  public Application withManagementScopes(String... scopes) {
    return new Application(
        clientId,
        name,
        type,
        authMethod,
        clientSecret,
        ipHeaderTrusted,
        grantTypes,
        apiGrants,
        List.of(scopes));
  }
}
