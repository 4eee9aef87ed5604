package dev.portcullis.emulator.internal.token;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.internal.access.Organization;
import dev.portcullis.emulator.internal.access.Organizations;
import dev.portcullis.emulator.internal.refresh.RefreshTokens;
import dev.portcullis.emulator.internal.rules.CustomClaims;
import dev.portcullis.emulator.internal.rules.TokenPolicy;
import dev.portcullis.emulator.internal.store.Hash;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.TenantDefinition;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Issues the tokens of a successful exchange, access tokens in the dialect of their API. */
final class Minter {

  private final String issuer;
  private final TokenKeys keys;
  private final RefreshTokens refreshTokens;
  private final AccessTokens accessTokens;
  private final InstantSource clock;
  private final SecureRandom random;
  private final Supplier<TenantDefinition> tenant;
  private final TokenPolicy policy;

  Minter(
      String issuer,
      TokenKeys keys,
      RefreshTokens refreshTokens,
      AccessTokens accessTokens,
      InstantSource clock,
      SecureRandom random,
      Supplier<TenantDefinition> tenant,
      TokenPolicy policy) {
    this.issuer = issuer;
    this.keys = keys;
    this.refreshTokens = refreshTokens;
    this.accessTokens = accessTokens;
    this.clock = clock;
    this.random = random;
    this.tenant = tenant;
    this.policy = policy;
  }

  /** For a user who logged in; {@code scope} only where it differs from what was requested. */
  Minted forLogin(Login login, boolean multifactor) {
    Minted minted = forUser(login, Optional.of("password"), multifactor);
    addRefreshToken(login, minted);
    if (!login.granted().equals(login.requested())) {
      minted.body().put("scope", String.join(" ", login.granted()));
    }
    return minted;
  }

  /** For the code of a hosted login; {@code scope} always. */
  Minted forCode(Login login, boolean multifactor) {
    Minted minted = forUser(login, Optional.empty(), multifactor);
    addRefreshToken(login, minted);
    minted.body().put("scope", String.join(" ", login.granted()));
    return minted;
  }

  /**
   * For the response of {@code /authorize}: an access token and an id token, as requested; the id
   * token has the hashes of the access token and of the code beside it.
   */
  Map<String, Object> forBrowser(
      Login login,
      boolean multifactor,
      boolean withAccessToken,
      boolean withIdToken,
      Optional<String> code) {
    Instant now = clock.instant();
    Map<String, Object> values = new LinkedHashMap<>();
    Map<String, Object> hashes = new LinkedHashMap<>();
    code.ifPresent(value -> hashes.put("c_hash", leftHalf(value)));
    if (withAccessToken) {
      Minted minted = accessToken(login, Optional.empty(), now);
      values.putAll(minted.body());
      values.put("scope", String.join(" ", login.granted()));
      hashes.put("at_hash", leftHalf(String.valueOf(minted.body().get("access_token"))));
    }
    if (withIdToken) {
      values.put("id_token", idToken(login, now, multifactor, hashes));
    }
    return values;
  }

  private static String leftHalf(String text) {
    byte[] digest = HexFormat.of().parseHex(Hash.of(text));
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOf(digest, digest.length / 2));
  }

  private void addRefreshToken(Login login, Minted minted) {
    if (login.granted().contains(Scopes.OFFLINE)) {
      minted
          .body()
          .put(
              "refresh_token",
              refreshTokens.issue(
                  new RefreshTokens.Grant(
                      login.application().clientId(),
                      login.user().userId(),
                      login.user().connection(),
                      login.audience(),
                      login.granted(),
                      login.session().map(Login.BrowserSession::id),
                      login.organization().map(Organization::id))));
    }
  }

  /** For a refresh token; {@code scope} always. */
  Minted forRefresh(Login login) {
    Minted minted = forUser(login, Optional.of("refresh_token"), false);
    minted.body().put("scope", String.join(" ", login.granted()));
    return minted;
  }

  /** For a machine; its permissions are the scopes that it is granted. */
  Minted forMachine(
      Application application,
      Api api,
      List<String> requested,
      List<String> granted,
      CustomClaims custom) {
    String jti = randomText(16);
    JWTClaimsSet.Builder claims =
        accessToken(application, api, jti, clock.instant(), granted, "client-credentials")
            .subject(application.clientId() + "@clients")
            .audience(api.identifier());
    if (TokenPolicy.hasPermissions(api)) {
      claims.claim("permissions", granted);
    }
    custom.accessToken().forEach(claims::claim);
    int lifetime = api.tokenLifetime();
    Minted minted = minted(signed(api, claims), jti, lifetime);
    if (!granted.equals(requested)) {
      minted.body().put("scope", String.join(" ", granted));
    }
    return minted;
  }

  private Minted forUser(Login login, Optional<String> gty, boolean multifactor) {
    Instant now = clock.instant();
    Minted minted = accessToken(login, gty, now);
    if (login.granted().contains("openid")) {
      minted.body().put("id_token", idToken(login, now, multifactor, Map.of()));
    }
    return minted;
  }

  private Minted accessToken(Login login, Optional<String> gty, Instant now) {
    int lifetime = login.api().map(Api::tokenLifetime).orElse(Api.DEFAULT_LIFETIME);
    String jti = randomText(16);
    String accessToken =
        login
            .api()
            .map(api -> signed(api, forApi(login, api, gty, jti, now)))
            .orElseGet(() -> opaque(login, now.plusSeconds(lifetime)));
    return minted(accessToken, jti, lifetime);
  }

  private String signed(Api api, JWTClaimsSet.Builder claims) {
    return api.dialect().rfc9068()
        ? keys.signAccessToken(claims.build())
        : keys.sign(claims.build());
  }

  private JWTClaimsSet.Builder forApi(
      Login login, Api api, Optional<String> gty, String jti, Instant now) {
    List<String> audience =
        login.granted().contains("openid")
            ? List.of(api.identifier(), issuer + "userinfo")
            : List.of(api.identifier());
    JWTClaimsSet.Builder claims =
        accessToken(login.application(), api, jti, now, login.granted(), gty.orElse(""))
            .subject(login.user().userId())
            .audience(audience);
    policy
        .permissions(api, login.user(), login.organization())
        .ifPresent(permissions -> claims.claim("permissions", permissions));
    addOrganization(login, claims);
    login.claims().accessToken().forEach(claims::claim);
    return claims;
  }

  private void addOrganization(Login login, JWTClaimsSet.Builder claims) {
    login
        .organization()
        .ifPresent(
            organization ->
                Organizations.claims(tenant.get(), organization).forEach(claims::claim));
  }

  private String opaque(Login login, Instant expires) {
    String token = randomText(24);
    accessTokens.remember(
        token, new AccessTokens.Holder(login.user().userId(), login.granted(), expires));
    return token;
  }

  private static Minted minted(String accessToken, String jti, int lifetime) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", accessToken);
    body.put("expires_in", lifetime);
    body.put("token_type", "Bearer");
    return new Minted(body, jti);
  }

  /** In the API's profile: that of RFC 9068 has another name for the client, and no grant type. */
  private JWTClaimsSet.Builder accessToken(
      Application application, Api api, String jti, Instant now, List<String> scope, String gty) {
    boolean rfc9068 = api.dialect().rfc9068();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(api.tokenLifetime())))
            .jwtID(jti)
            .claim(rfc9068 ? "client_id" : "azp", application.clientId())
            .claim("scope", String.join(" ", scope));
    return rfc9068 || gty.isEmpty() ? claims : claims.claim("gty", gty);
  }

  private String idToken(
      Login login, Instant now, boolean multifactor, Map<String, Object> hashes) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(login.application().clientId())
            .issueTime(Date.from(now))
            .expirationTime(
                Date.from(
                    now.plusSeconds(login.application().jwtConfiguration().lifetimeInSeconds())));
    Claims.of(login.user(), login.granted()).forEach(claims::claim);
    if (multifactor) {
      claims.claim("amr", List.of("mfa"));
    }
    login
        .session()
        .ifPresent(
            session -> {
              claims.claim("sid", session.id());
              session.nonce().ifPresent(nonce -> claims.claim("nonce", nonce));
              session
                  .authenticatedAt()
                  .ifPresent(time -> claims.claim("auth_time", time.getEpochSecond()));
            });
    hashes.forEach(claims::claim);
    addOrganization(login, claims);
    login.claims().idToken().forEach(claims::claim);
    return IdTokens.sign(keys, login.application(), claims.build());
  }

  private String randomText(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }

  /** A reply body that may be added to, and the access token's id for the log. */
  record Minted(Map<String, Object> body, String jti) {

    @Override
    public String toString() {
      return "Minted[" + jti + "]";
    }
  }
}
