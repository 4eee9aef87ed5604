package dev.portcullis.emulator.tenant;

import java.util.List;

/**
 * An API (resource server): its identifier is the audience; {@code tokenLifetime} is in seconds;
 * with {@code enforcePolicies} (RBAC) users get the scopes only that their permissions cover.
 */
public record Api(
    String identifier,
    List<String> scopes,
    boolean offlineAccess,
    int tokenLifetime,
    boolean enforcePolicies,
    TokenDialect dialect) {

  /** Auth0's default access token lifetime, in seconds. */
  public static final int DEFAULT_LIFETIME = 86_400;

  /** Checks the lifetime and copies the scopes. */
  public Api {
    if (tokenLifetime < 1) {
      throw new IllegalArgumentException("tokenLifetime: " + tokenLifetime + " (expected: >= 1)");
    }
    scopes = List.copyOf(scopes);
  }

  /** The claims of access tokens: Auth0's {@code token_dialect}. */
  public enum TokenDialect {
    /** {@code access_token}: Auth0's own profile. */
    ACCESS_TOKEN(false, false),
    /** {@code access_token_authz}: the same with the claim {@code permissions}. */
    ACCESS_TOKEN_AUTHZ(false, true),
    /** {@code rfc9068_profile}: the profile of RFC 9068. */
    RFC9068_PROFILE(true, false),
    /** {@code rfc9068_profile_authz}: the same with the claim {@code permissions}. */
    RFC9068_PROFILE_AUTHZ(true, true);

    private final boolean rfc9068;
    private final boolean permissions;

    TokenDialect(boolean rfc9068, boolean permissions) {
      this.rfc9068 = rfc9068;
      this.permissions = permissions;
    }

    /** Whether it is the profile of RFC 9068. */
    public boolean rfc9068() {
      return rfc9068;
    }

    /** Whether an API that enforces policies has the claim {@code permissions}. */
    public boolean permissions() {
      return permissions;
    }
  }

  /** An API without scopes and without refresh tokens, with Auth0's default lifetime. */
  public static Api of(String identifier) {
    return new Api(
        identifier, List.of(), false, DEFAULT_LIFETIME, false, TokenDialect.ACCESS_TOKEN);
  }

  /** With these scopes. */
  public Api withScopes(List<String> value) {
    return new Api(identifier, value, offlineAccess, tokenLifetime, enforcePolicies, dialect);
  }

  /** With refresh tokens or without. */
  public Api withOfflineAccess(boolean value) {
    return new Api(identifier, scopes, value, tokenLifetime, enforcePolicies, dialect);
  }

  /** With access tokens that are valid for this many seconds. */
  public Api withTokenLifetime(int value) {
    return new Api(identifier, scopes, offlineAccess, value, enforcePolicies, dialect);
  }

  /** With or without role-based access control. */
  public Api withEnforcePolicies(boolean value) {
    return new Api(identifier, scopes, offlineAccess, tokenLifetime, value, dialect);
  }

  /** With access tokens of this dialect. */
  public Api withDialect(TokenDialect value) {
    return new Api(identifier, scopes, offlineAccess, tokenLifetime, enforcePolicies, value);
  }
}
