package dev.portcullis.emulator.internal.token;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Application;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Issues the tokens of a successful exchange, in Auth0's own access token profile. */
final class Minter {

  private static final int ID_TOKEN_LIFETIME = 36_000;

  private final String issuer;
  private final TokenKeys keys;
  private final RefreshTokens refreshTokens;
  private final AccessTokens accessTokens;
  private final InstantSource clock;
  private final SecureRandom random;

  Minter(
      String issuer,
      TokenKeys keys,
      RefreshTokens refreshTokens,
      AccessTokens accessTokens,
      InstantSource clock,
      SecureRandom random) {
    this.issuer = issuer;
    this.keys = keys;
    this.refreshTokens = refreshTokens;
    this.accessTokens = accessTokens;
    this.clock = clock;
    this.random = random;
  }

  /** For a user who logged in; {@code scope} only where it differs from what was requested. */
  Minted forLogin(Login login, boolean multifactor) {
    Minted minted = forUser(login, "password", multifactor);
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
                      login.granted())));
    }
    if (!login.granted().equals(login.requested())) {
      minted.body().put("scope", String.join(" ", login.granted()));
    }
    return minted;
  }

  /** For a refresh token; {@code scope} always. */
  Minted forRefresh(Login login) {
    Minted minted = forUser(login, "refresh_token", false);
    minted.body().put("scope", String.join(" ", login.granted()));
    return minted;
  }

  /** For a machine. */
  Minted forMachine(
      Application application,
      String audience,
      int lifetime,
      List<String> requested,
      List<String> granted) {
    String jti = randomText(16);
    JWTClaimsSet claims =
        accessToken(application, jti, clock.instant(), lifetime, granted)
            .subject(application.clientId() + "@clients")
            .audience(audience)
            .claim("gty", "client-credentials")
            .build();
    Minted minted = minted(keys.sign(claims), jti, lifetime);
    if (!granted.equals(requested)) {
      minted.body().put("scope", String.join(" ", granted));
    }
    return minted;
  }

  private Minted forUser(Login login, String gty, boolean multifactor) {
    Instant now = clock.instant();
    int lifetime = login.api().map(Api::tokenLifetime).orElse(Api.DEFAULT_LIFETIME);
    String jti = randomText(16);
    String accessToken =
        login
            .api()
            .map(api -> keys.sign(forApi(login, api, gty, jti, now, lifetime)))
            .orElseGet(() -> opaque(login, now.plusSeconds(lifetime)));
    Minted minted = minted(accessToken, jti, lifetime);
    if (login.granted().contains("openid")) {
      minted.body().put("id_token", keys.sign(idToken(login, now, multifactor)));
    }
    return minted;
  }

  private JWTClaimsSet forApi(
      Login login, Api api, String gty, String jti, Instant now, int lifetime) {
    List<String> audience =
        login.granted().contains("openid")
            ? List.of(api.identifier(), issuer + "userinfo")
            : List.of(api.identifier());
    return accessToken(login.application(), jti, now, lifetime, login.granted())
        .subject(login.user().userId())
        .audience(audience)
        .claim("gty", gty)
        .build();
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

  private JWTClaimsSet.Builder accessToken(
      Application application, String jti, Instant now, int lifetime, List<String> scope) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(lifetime)))
        .jwtID(jti)
        .claim("azp", application.clientId())
        .claim("scope", String.join(" ", scope));
  }

  private JWTClaimsSet idToken(Login login, Instant now, boolean multifactor) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(login.application().clientId())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(ID_TOKEN_LIFETIME)));
    Claims.of(login.user(), login.granted()).forEach(claims::claim);
    if (multifactor) {
      claims.claim("amr", List.of("mfa"));
    }
    return claims.build();
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
