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
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** One RSA key of 2,048 bits with its certificate. */
final class SigningKey {

  private static final Instant CERTIFICATE_START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant CERTIFICATE_END = Instant.parse("2046-01-01T00:00:00Z");

  private final RSAKey key;
  private final JWSSigner signer;
  private final JWSVerifier verifier;

  SigningKey(RSAKey key) {
    this.key = key;
    try {
      this.signer = new RSASSASigner(key);
      this.verifier = new RSASSAVerifier(key.toRSAPublicKey());
    } catch (JOSEException e) {
      throw new IllegalStateException("the RSA key cannot be used", e);
    }
  }

  RSAKey key() {
    return key;
  }

  static SigningKey generated(SecureRandom random) {
    byte[] id = new byte[15];
    random.nextBytes(id);
    try {
      return new SigningKey(
          new RSAKeyGenerator(2048)
              .secureRandom(random)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .keyID(Base64.getUrlEncoder().withoutPadding().encodeToString(id))
              .generate());
    } catch (JOSEException e) {
      throw new IllegalStateException("no RSA key could be made", e);
    }
  }

  String id() {
    return key.getKeyID();
  }

  String sign(JWTClaimsSet claims, JOSEObjectType type) {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).type(type).keyID(id()).build(), claims);
    try {
      jwt.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("the token could not be signed", e);
    }
    return jwt.serialize();
  }

  boolean signed(SignedJWT jwt) {
    try {
      return jwt.verify(verifier);
    } catch (JOSEException e) {
      return false;
    }
  }

  /** The public key as a JWK, with a self-signed certificate for that host name. */
  Map<String, Object> publicJwk(String host) {
    byte[] der = der(host);
    Map<String, Object> jwk = new LinkedHashMap<>(key.toPublicJWK().toJSONObject());
    jwk.put("x5c", List.of(Base64.getEncoder().encodeToString(der)));
    jwk.put("x5t", Base64.getUrlEncoder().withoutPadding().encodeToString(sha1(der)));
    return jwk;
  }

  /** The key as the Management API shows it. */
  Map<String, Object> shown(String host) {
    byte[] der = der(host);
    String thumbprint = HexFormat.of().withUpperCase().formatHex(sha1(der));
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("kid", id());
    shown.put(
        "cert",
        "-----BEGIN CERTIFICATE-----\r\n"
            + Base64.getMimeEncoder(64, new byte[] {'\r', '\n'}).encodeToString(der)
            + "\r\n-----END CERTIFICATE-----\r\n");
    shown.put("fingerprint", HexFormat.ofDelimiter(":").withUpperCase().formatHex(sha1(der)));
    shown.put("thumbprint", thumbprint);
    return shown;
  }

  private byte[] der(String host) {
    try {
      return certificate(host).getEncoded();
    } catch (CertificateException e) {
      throw new IllegalStateException("the certificate could not be encoded", e);
    }
  }

  private static byte[] sha1(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
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

  @Override
  public String toString() {
    return "SigningKey[" + id() + "]";
  }
}
