package dev.portcullis.adapters.journal;

import dev.portcullis.domain.login.LoginIdentifier;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * How the log calls users: by a keyed hash, so that the events of one user can be found and nobody
 * without the key can tell who it is, or by what they typed, which may be a password in the wrong
 * field.
 */
public abstract sealed class Pseudonyms {

  /** The least key; shorter ones can be searched for. */
  public static final int LEAST_KEY_BYTES = 16;

  private static final int GENERATED_KEY_BYTES = 32;

  private Pseudonyms() {}

  /**
   * HMAC-SHA-256 of the identifier in lower case, cut to 128 bits, as {@code user.hash}.
   *
   * @param key at least {@value #LEAST_KEY_BYTES} bytes; of the same key comes the same hash
   */
  public static Pseudonyms hashed(byte[] key) {
    if (key.length < LEAST_KEY_BYTES) {
      throw new IllegalArgumentException(
          "key: " + key.length + " bytes (expected: >= " + LEAST_KEY_BYTES + ")");
    }
    return new Hashed(new SecretKeySpec(key, "HmacSHA256"));
  }

  /** The same with a key that is generated now: hashes of another run, or object, differ. */
  public static Pseudonyms hashed() {
    byte[] key = new byte[GENERATED_KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return hashed(key);
  }

  /** As typed but for what is invisible, as {@code user.name}. */
  public static Pseudonyms plain() {
    return new Plain();
  }

  abstract LoggingEventBuilder name(LoggingEventBuilder event, LoginIdentifier identifier);

  private static final class Hashed extends Pseudonyms {

    private static final int BYTES = 16;

    /** With the key in it; each hash starts from a copy. */
    private final Mac keyed;

    Hashed(SecretKeySpec key) {
      try {
        keyed = Mac.getInstance("HmacSHA256");
        keyed.init(key);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has HmacSHA256", e);
      }
    }

    @Override
    LoggingEventBuilder name(LoggingEventBuilder event, LoginIdentifier identifier) {
      String canonical =
          Normalizer.normalize(identifier.value().strip(), Normalizer.Form.NFKC)
              .toLowerCase(Locale.ROOT);
      byte[] hash = copy().doFinal(canonical.getBytes(StandardCharsets.UTF_8));
      return event.addKeyValue("user.hash", HexFormat.of().formatHex(hash, 0, BYTES));
    }

    private Mac copy() {
      try {
        return (Mac) keyed.clone();
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException("the JDK's HmacSHA256 can be cloned", e);
      }
    }
  }

  private static final class Plain extends Pseudonyms {

    @Override
    LoggingEventBuilder name(LoggingEventBuilder event, LoginIdentifier identifier) {
      return event.addKeyValue(
          "user.name", identifier.value().replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?"));
    }
  }

  @Override
  public final String toString() {
    return "Pseudonyms[" + getClass().getSimpleName() + "]";
  }
}
