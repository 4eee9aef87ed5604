package dev.portcullis.emulator.internal.token;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.portcullis.emulator.crypto.TokenKeys;
import dev.portcullis.emulator.tenant.Application;
import dev.portcullis.emulator.tenant.JwtConfiguration;
import dev.portcullis.emulator.tenant.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs id tokens as the application's {@code jwt_configuration} says: with the tenant's key, or
 * with the client secret. Auth0 takes secrets of any length, which the library would refuse.
 */
public final class IdTokens {

  private IdTokens() {}

  static String sign(TokenKeys keys, Application application, JWTClaimsSet claims) {
    Optional<byte[]> secret = secret(application);
    if (secret.isEmpty()) {
      return keys.sign(claims);
    }
    String content =
        new JWSHeader.Builder(JWSAlgorithm.HS256).type(JOSEObjectType.JWT).build().toBase64URL()
            + "."
            + Base64URL.encode(claims.toString());
    return content + "." + Base64URL.encode(mac(secret.get(), content));
  }

  /** The claims of an id token of the tenant; the caller checks whether they are valid now. */
  public static Optional<JWTClaimsSet> read(
      TokenKeys keys, String token, Function<String, Optional<Application>> applications) {
    return keys.verify(token).or(() -> readByAudience(token, applications));
  }

  private static Optional<JWTClaimsSet> readByAudience(
      String token, Function<String, Optional<Application>> applications) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      boolean signed =
          jwt.getHeader().getAlgorithm().equals(JWSAlgorithm.HS256)
              && claims.getAudience().stream()
                  .findFirst()
                  .flatMap(applications)
                  .flatMap(IdTokens::secret)
                  .filter(
                      secret ->
                          MessageDigest.isEqual(
                              mac(secret, token.substring(0, token.lastIndexOf('.'))),
                              jwt.getSignature().decode()))
                  .isPresent();
      return signed ? Optional.of(claims) : Optional.empty();
    } catch (ParseException e) {
      return Optional.empty();
    }
  }

  /** The key of HS256, if the application's tokens are signed with it. */
  private static Optional<byte[]> secret(Application application) {
    JwtConfiguration configuration = application.jwtConfiguration();
    return application
        .clientSecret()
        .map(Secret::reveal)
        .filter(secret -> configuration.algorithm().equals(JwtConfiguration.HS256))
        .map(secret -> configuration.secretEncoded() ? decoded(secret) : bytes(secret))
        .filter(key -> key.length > 0);
  }

  private static byte[] decoded(String secret) {
    try {
      return Base64.getUrlDecoder().decode(secret.replace('+', '-').replace('/', '_'));
    } catch (IllegalArgumentException e) {
      return bytes(secret);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] mac(byte[] key, String content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(content.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
