package dev.portcullis.adapters.http.session;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import com.nimbusds.jwt.EncryptedJWT;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.portcullis.adapters.http.session.SessionKeys.SessionKey;
import io.vavr.control.Option;
import java.text.ParseException;

/**
 * Compresses, encrypts and authenticates claims: JWE, {@code dir} with A256GCM (RFC 7516). Claims
 * sealed for one use cannot be opened for another.
 */
public final class Seal {

  /** Longer than any cookie that a browser keeps. */
  private static final int MAX_LENGTH = 8192;

  private final SessionKeys keys;
  private final JOSEObjectType use;

  /**
   * Creates a seal.
   *
   * @param use distinguishes it from the seals of other cookies
   */
  public Seal(SessionKeys keys, String use) {
    this.keys = keys;
    this.use = new JOSEObjectType(use);
  }

  /** Seals claims. */
  public String close(JWTClaimsSet claims) {
    SessionKey key = keys.first();
    EncryptedJWT jwt =
        new EncryptedJWT(
            new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                .keyID(key.id())
                .compressionAlgorithm(CompressionAlgorithm.DEF)
                .type(use)
                .build(),
            claims);
    try {
      jwt.encrypt(new DirectEncrypter(key.sealing()));
    } catch (JOSEException e) {
      throw new IllegalStateException("this Java has no AES-GCM", e);
    }
    return jwt.serialize();
  }

  /** The claims; none if they were not sealed by us, were changed, or are for another use. */
  public Option<JWTClaimsSet> open(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return Option.none();
    }
    try {
      EncryptedJWT jwt = EncryptedJWT.parse(text);
      JWEHeader header = jwt.getHeader();
      if (!JWEAlgorithm.DIR.equals(header.getAlgorithm())
          || !EncryptionMethod.A256GCM.equals(header.getEncryptionMethod())
          || !CompressionAlgorithm.DEF.equals(header.getCompressionAlgorithm())
          || !use.equals(header.getType())) {
        return Option.none();
      }
      Option<SessionKey> key = keys.all().find(it -> it.id().equals(header.getKeyID()));
      if (key.isEmpty()) {
        return Option.none();
      }
      jwt.decrypt(new DirectDecrypter(key.get().sealing()));
      return Option.of(jwt.getJWTClaimsSet());
    } catch (ParseException | JOSEException | RuntimeException e) {
      return Option.none();
    }
  }
}
