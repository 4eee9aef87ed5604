package dev.portcullis.emulator.internal.rules;

import java.util.LinkedHashMap;
import java.util.Map;

/** The claims that token rules add to an ID token and to an access token. */
public record CustomClaims(Map<String, Object> idToken, Map<String, Object> accessToken) {

  /** No claims. */
  public static final CustomClaims NONE = new CustomClaims(Map.of(), Map.of());

  /** Copies the claims, in their order. */
  public CustomClaims {
    idToken = new LinkedHashMap<>(idToken);
    accessToken = new LinkedHashMap<>(accessToken);
  }
}
