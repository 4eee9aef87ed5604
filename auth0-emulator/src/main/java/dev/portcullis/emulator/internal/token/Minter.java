package dev.portcullis.emulator.internal.token;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.internal.store.Hash;
import dev.portcullis.emulator.tenant.Api;
import dev.portcullis.emulator.tenant.Application;
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

/** Issues the tokens of a successful exchange, in Auth0's own access token profile. */
final class Minter {

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
                      login.session().map(Login.BrowserSession::id))));
    }
  }

  /** For a refresh token; {@code scope} always. */
  Minted forRefresh(Login login) {
    Minted minted = forUser(login, Optional.of("refresh_token"), false);
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
            .map(api -> keys.sign(forApi(login, api, gty, jti, now, lifetime)))
            .orElseGet(() -> opaque(login, now.plusSeconds(lifetime)));
    return minted(accessToken, jti, lifetime);
  }

  private JWTClaimsSet forApi(
      Login login, Api api, Optional<String> gty, String jti, Instant now, int lifetime) {
    List<String> audience =
        login.granted().contains("openid")
            ? List.of(api.identifier(), issuer + "userinfo")
            : List.of(api.identifier());
    JWTClaimsSet.Builder claims =
        accessToken(login.application(), jti, now, lifetime, login.granted())
            .subject(login.user().userId())
            .audience(audience);
    gty.ifPresent(value -> claims.claim("gty", value));
    return claims.build();
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
