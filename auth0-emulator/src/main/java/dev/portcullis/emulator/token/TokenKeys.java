package dev.portcullis.emulator.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** A tenant's signing key, RSA 2048; signs and verifies RS256. Safe for many threads. */
public final class TokenKeys {

  private final RSAKey key;
  private final JWSSigner signer;
  private final JWSVerifier verifier;

  /** Generates the key. */
  public TokenKeys(SecureRandom random) {
    byte[] id = new byte[15];
    random.nextBytes(id);
    try {
      this.key =
          new RSAKeyGenerator(2048)
              .secureRandom(random)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .keyID(Base64.getUrlEncoder().withoutPadding().encodeToString(id))
              .generate();
      this.signer = new RSASSASigner(key);
      this.verifier = new RSASSAVerifier(key.toRSAPublicKey());
    } catch (JOSEException e) {
      throw new IllegalStateException("no RSA key could be made", e);
    }
  }

  /** The public key as a JWK. */
  public Map<String, Object> publicJwk() {
    return key.toPublicJWK().toJSONObject();
  }

  /** The claims of a JWT signed with this key; whether they hold now is the caller's to check. */
  public Optional<JWTClaimsSet> verify(String jwt) {
    try {
      SignedJWT signed = SignedJWT.parse(jwt);
      boolean ours =
          signed.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256) && signed.verify(verifier);
      return ours ? Optional.of(signed.getJWTClaimsSet()) : Optional.empty();
    } catch (ParseException | JOSEException e) {
      return Optional.empty();
    }
  }

  String sign(JWTClaimsSet claims) {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build(),
            claims);
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("the token could not be signed", e);
    }
    return jwt.serialize();
  }
}
