package dev.portcullis.emulator.tenant;

import java.util.List;

/**
 * An API (resource server): its identifier is the audience; {@code tokenLifetime} is in seconds.
 */
public record Api(
    String identifier, List<String> scopes, boolean offlineAccess, int tokenLifetime) {

  /** Auth0's default access token lifetime, in seconds. */
  public static final int DEFAULT_LIFETIME = 86_400;

  /** Checks the lifetime and copies the scopes. */
  public Api {
    if (tokenLifetime < 1) {
      throw new IllegalArgumentException("tokenLifetime: " + tokenLifetime + " (expected: >= 1)");
    }
    scopes = List.copyOf(scopes);
  }

  /** An API without scopes and without refresh tokens, with Auth0's default lifetime. */
  public static Api of(String identifier) {
    return new Api(identifier, List.of(), false, DEFAULT_LIFETIME);
  }

  /** With these scopes. */
  public Api withScopes(List<String> value) {
    return new Api(identifier, value, offlineAccess, tokenLifetime);
  }

  /** With refresh tokens or without. */
  public Api withOfflineAccess(boolean value) {
    return new Api(identifier, scopes, value, tokenLifetime);
  }

  /** With access tokens that are valid for this many seconds. */
  public Api withTokenLifetime(int value) {
    return new Api(identifier, scopes, offlineAccess, value);
  }
}
