package dev.portcullis.emulator.crypto;

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
import dev.portcullis.emulator.tenant.Secret;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A tenant's signing key, RSA 2048; signs and verifies RS256. Safe for many threads. */
public final class TokenKeys {

  private static final Instant CERTIFICATE_START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant CERTIFICATE_END = Instant.parse("2046-01-01T00:00:00Z");

  private final RSAKey key;
  private final JWSSigner signer;
  private final JWSVerifier verifier;

  /** Generates the key. */
  public TokenKeys(SecureRandom random) {
    this(generated(random));
  }

  private TokenKeys(RSAKey key) {
    this.key = key;
    try {
      this.signer = new RSASSASigner(key);
      this.verifier = new RSASSAVerifier(key.toRSAPublicKey());
    } catch (JOSEException e) {
      throw new IllegalStateException("the RSA key cannot be used", e);
    }
  }

  /** The key of a {@link #privateJwk()}. */
  public static TokenKeys of(Secret privateJwk) {
    try {
      return new TokenKeys(RSAKey.parse(privateJwk.reveal()));
    } catch (ParseException e) {
      // Not its message, which may quote the key.
      throw new IllegalArgumentException("not an RSA key as JWK");
    }
  }

  /** The private key as a JWK, for {@link #of}. */
  public Secret privateJwk() {
    return Secret.of(key.toJSONString());
  }

  private static RSAKey generated(SecureRandom random) {
    byte[] id = new byte[15];
    random.nextBytes(id);
    try {
      return new RSAKeyGenerator(2048)
          .secureRandom(random)
          .keyUse(KeyUse.SIGNATURE)
          .algorithm(JWSAlgorithm.RS256)
          .keyID(Base64.getUrlEncoder().withoutPadding().encodeToString(id))
          .generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("no RSA key could be made", e);
    }
  }

  /** The public key as a JWK, with a self-signed certificate for that host name. */
  public Map<String, Object> publicJwk(String host) {
    X509Certificate certificate = certificate(host);
    try {
      byte[] der = certificate.getEncoded();
      Map<String, Object> jwk = new LinkedHashMap<>(key.toPublicJWK().toJSONObject());
      jwk.put("x5c", List.of(Base64.getEncoder().encodeToString(der)));
      byte[] thumbprint = MessageDigest.getInstance("SHA-1").digest(der);
      jwk.put("x5t", Base64.getUrlEncoder().withoutPadding().encodeToString(thumbprint));
      return jwk;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the certificate could not be encoded", e);
    }
  }

  private X509Certificate certificate(String host) {
    X500Name name = new X500Name("CN=" + host);
    try {
      ContentSigner contentSigner =
          new JcaContentSignerBuilder("SHA256withRSA").build(key.toPrivateKey());
      return new JcaX509CertificateConverter()
          .getCertificate(
              new JcaX509v3CertificateBuilder(
                      name,
                      BigInteger.ONE,
                      Date.from(CERTIFICATE_START),
                      Date.from(CERTIFICATE_END),
                      name,
                      key.toRSAPublicKey())
                  .build(contentSigner));
    } catch (JOSEException | OperatorCreationException | CertificateException e) {
      throw new IllegalStateException("the certificate could not be made", e);
    }
  }

  /** The claims of a JWT signed with this key; the caller checks whether they are valid now. */
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

  /** A JWT of these claims, signed with this key. */
  public String sign(JWTClaimsSet claims) {
    return sign(claims, JOSEObjectType.JWT);
  }

  /** An access token of these claims in the profile of RFC 9068, signed with this key. */
  public String signAccessToken(JWTClaimsSet claims) {
    return sign(claims, new JOSEObjectType("at+jwt"));
  }

  /** A logout token of these claims, signed with this key. */
  public String signLogout(JWTClaimsSet claims) {
    return sign(claims, new JOSEObjectType("logout+jwt"));
  }

  private String sign(JWTClaimsSet claims, JOSEObjectType type) {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).type(type).keyID(key.getKeyID()).build(),
            claims);
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("the token could not be signed", e);
    }
    return jwt.serialize();
  }
}
