package dev.portcullis.emulator.internal.management;

import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.internal.http.Reply;
import dev.portcullis.emulator.internal.http.Request;
import dev.portcullis.emulator.tenant.GrantType;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code /.well-known/openid-configuration} and {@code /.well-known/jwks.json}. */
public final class Discovery {

  private final String issuer;
  private final TokenKeys keys;

  /** Describes this issuer, which ends with a slash. */
  public Discovery(String issuer, TokenKeys keys) {
    this.issuer = issuer;
    this.keys = keys;
  }

  /** The provider's metadata; it names only what the emulator has. */
  public Reply configuration(Request request) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("issuer", issuer);
    document.put("authorization_endpoint", issuer + "authorize");
    document.put("token_endpoint", issuer + "oauth/token");
    document.put("device_authorization_endpoint", issuer + "oauth/device/code");
    document.put("userinfo_endpoint", issuer + "userinfo");
    document.put("mfa_challenge_endpoint", issuer + "mfa/challenge");
    document.put("jwks_uri", issuer + ".well-known/jwks.json");
    document.put("revocation_endpoint", issuer + "oauth/revoke");
    document.put("pushed_authorization_request_endpoint", issuer + "oauth/par");
    document.put("end_session_endpoint", issuer + "oidc/logout");
    document.put(
        "scopes_supported",
        List.of("openid", "profile", "offline_access", "email", "address", "phone"));
    document.put(
        "response_types_supported",
        List.of(
            "code",
            "token",
            "id_token",
            "code token",
            "code id_token",
            "token id_token",
            "code token id_token"));
    document.put("code_challenge_methods_supported", List.of("S256"));
    document.put(
        "response_modes_supported", List.of("query", "fragment", "form_post", "web_message"));
    document.put(
        "grant_types_supported", Stream.of(GrantType.values()).map(GrantType::wireName).toList());
    document.put("backchannel_logout_supported", true);
    document.put("backchannel_logout_session_supported", true);
    document.put("request_parameter_supported", false);
    document.put("request_uri_parameter_supported", false);
    document.put("subject_types_supported", List.of("public"));
    document.put("id_token_signing_alg_values_supported", List.of("HS256", "RS256"));
    document.put(
        "token_endpoint_auth_methods_supported",
        List.of("client_secret_basic", "client_secret_post", "private_key_jwt"));
    document.put(
        "claims_supported",
        List.of(
            "aud",
            "auth_time",
            "email",
            "email_verified",
            "exp",
            "iat",
            "iss",
            "name",
            "nickname",
            "nonce",
            "sid",
            "sub"));
    return Reply.json(200, document);
  }

  /** The public keys: the current one, the next one, and previous ones until they are revoked. */
  public Reply keys(Request request) {
    return Reply.json(200, Map.of("keys", keys.publicJwks(URI.create(issuer).getHost())));
  }
}
