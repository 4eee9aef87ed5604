package dev.portcullis.emulator.token;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.portcullis.emulator.seed.Api;
import dev.portcullis.emulator.seed.Application;
import dev.portcullis.emulator.users.User;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the tokens of a successful exchange, in Auth0's own access token profile. */
final class Minter {

  private static final int ID_TOKEN_LIFETIME = 36_000;

  private final String issuer;
  private final TokenKeys keys;
  private final RefreshTokens refreshTokens;
  private final InstantSource clock;
  private final SecureRandom random;

  Minter(
      String issuer,
      TokenKeys keys,
      RefreshTokens refreshTokens,
      InstantSource clock,
      SecureRandom random) {
    this.issuer = issuer;
    this.keys = keys;
    this.refreshTokens = refreshTokens;
    this.clock = clock;
    this.random = random;
  }

  /** The reply body for a user; its {@code scope} only where it differs from what was requested. */
  Map<String, Object> forUser(
      Application application,
      User user,
      Optional<Api> api,
      List<String> requested,
      List<String> granted) {
    Instant now = clock.instant();
    int lifetime = api.map(Api::tokenLifetime).orElse(Api.DEFAULT_LIFETIME);
    boolean openid = granted.contains("openid");
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(
        "access_token",
        api.map(
                target ->
                    keys.sign(
                        accessToken(application, now, lifetime, granted)
                            .subject(user.userId())
                            .audience(
                                openid
                                    ? List.of(target.identifier(), issuer + "userinfo")
                                    : List.of(target.identifier()))
                            .claim("gty", "password")
                            .build()))
            .orElseGet(() -> randomText(24)));
    if (openid) {
      body.put("id_token", keys.sign(idToken(application, user, now, granted)));
    }
    if (granted.contains(Scopes.OFFLINE)) {
      body.put(
          "refresh_token",
          refreshTokens.issue(
              new RefreshTokens.Grant(
                  application.clientId(),
                  user.userId(),
                  api.map(Api::identifier).orElse(""),
                  granted)));
    }
    return finished(body, lifetime, requested, granted);
  }

  /** The reply body for a machine. */
  Map<String, Object> forMachine(
      Application application,
      String audience,
      int lifetime,
      List<String> requested,
      List<String> granted) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put(
        "access_token",
        keys.sign(
            accessToken(application, clock.instant(), lifetime, granted)
                .subject(application.clientId() + "@clients")
                .audience(audience)
                .claim("gty", "client-credentials")
                .build()));
    return finished(body, lifetime, requested, granted);
  }

  /** Random text of that many bytes, base64url. */
  String randomText(int bytes) {
    byte[] value = new byte[bytes];
    random.nextBytes(value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }

  private static Map<String, Object> finished(
      Map<String, Object> body, int lifetime, List<String> requested, List<String> granted) {
    if (!granted.equals(requested)) {
      body.put("scope", String.join(" ", granted));
    }
    body.put("expires_in", lifetime);
    body.put("token_type", "Bearer");
    return body;
  }

  private JWTClaimsSet.Builder accessToken(
      Application application, Instant now, int lifetime, List<String> scope) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .issueTime(Date.from(now))
        .expirationTime(Date.from(now.plusSeconds(lifetime)))
        .claim("azp", application.clientId())
        .claim("scope", String.join(" ", scope));
  }

  private JWTClaimsSet idToken(
      Application application, User user, Instant now, List<String> scope) {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .subject(user.userId())
            .audience(application.clientId())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plusSeconds(ID_TOKEN_LIFETIME)));
    if (scope.contains("profile")) {
      int at = user.email().indexOf('@');
      claims
          .claim("nickname", at < 0 ? user.email() : user.email().substring(0, at))
          .claim("name", user.email())
          .claim("updated_at", DateTimeFormatter.ISO_INSTANT.format(now));
    }
    if (scope.contains("email")) {
      claims.claim("email", user.email()).claim("email_verified", true);
    }
    return claims.build();
  }
}
