package dev.portcullis.adapters.redis;

import io.vavr.control.Option;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that all instances have and the store does not: names in the store are tags made with it,
 * and values are sealed with it. Never prints. Safe for concurrent use.
 */
public final class SharedKey {

  /** The shortest; shorter ones can be searched for. */
  public static final int LEAST_LENGTH = 32;

  private static final String HMAC = "HmacSHA256";
  private static final String AES_GCM = "AES/GCM/NoPadding";

  /** 128 bits are enough for a name that nobody without the key can make. */
  private static final int TAG_BYTES = 16;

  private static final int NONCE_BYTES = 12;
  private static final int GCM_TAG_BITS = 128;

  private final SecretKeySpec root;

  /**
   * A key.
   *
   * @param text 32 or more printable ASCII characters without blanks; its UTF-8 is the key
   * @throws IllegalArgumentException without the text
   */
  public SharedKey(String text) {
    if (text.length() < LEAST_LENGTH || !text.matches("[\\x21-\\x7E]+")) {
      throw new IllegalArgumentException(
          "key: not one (expected: "
              + LEAST_LENGTH
              + " or more printable ASCII characters without blanks)");
    }
    this.root = new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), HMAC);
  }

  /**
   * Makes tags for one purpose.
   *
   * @param purpose distinguishes them from the tags of others
   */
  Tags tags(String purpose) {
    return new Tags(derive("portcullis tags of " + purpose));
  }

  /**
   * Seals values for one purpose.
   *
   * @param purpose distinguishes them from the values of others
   */
  Sealing sealing(String purpose) {
    return new Sealing(derive("portcullis sealing of " + purpose));
  }

  private byte[] derive(String label) {
    return mac(root).doFinal(label.getBytes(StandardCharsets.UTF_8));
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "SharedKey[redacted]";
  }

  /** Names that reveal nothing of what they name. */
  static final class Tags {

    /** Copied for each tag: to look the algorithm up and to set the key takes longer than a tag. */
    private final Mac ready;

    private Tags(byte[] key) {
      this.ready = mac(new SecretKeySpec(key, HMAC));
    }

    /** 22 characters of base64url. */
    String of(String text) {
      try {
        byte[] tag = ((Mac) ready.clone()).doFinal(text.getBytes(StandardCharsets.UTF_8));
        return base64(Arrays.copyOf(tag, TAG_BYTES));
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException("the JDK's " + HMAC + " can be copied", e);
      }
    }

    @Override
    public String toString() {
      return "Tags[redacted]";
    }
  }

  /** Values that only holders of the key can read or make: AES-256-GCM. */
  static final class Sealing {

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private Sealing(byte[] key) {
      this.key = new SecretKeySpec(key, "AES");
    }

    /**
     * Seals a text.
     *
     * @param name where the value is put; it cannot be opened as that of another name
     */
    String close(String text, String name) {
      byte[] nonce = new byte[NONCE_BYTES];
      random.nextBytes(nonce);
      try {
        byte[] sealed =
            cipher(Cipher.ENCRYPT_MODE, nonce, name).doFinal(text.getBytes(StandardCharsets.UTF_8));
        byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, all, NONCE_BYTES, sealed.length);
        return base64(all);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every Java platform has " + AES_GCM, e);
      }
    }

    /** The text; empty if it was not sealed with this key for this name, or was changed. */
    Option<String> open(String sealed, String name) {
      try {
        byte[] all = Base64.getUrlDecoder().decode(sealed);
        if (all.length < NONCE_BYTES) {
          return Option.none();
        }
        byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
        byte[] text =
            cipher(Cipher.DECRYPT_MODE, nonce, name)
                .doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
        return Option.of(new String(text, StandardCharsets.UTF_8));
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        return Option.none();
      }
    }

    private Cipher cipher(int mode, byte[] nonce, String name) throws GeneralSecurityException {
      Cipher cipher = Cipher.getInstance(AES_GCM);
      cipher.init(mode, key, new GCMParameterSpec(GCM_TAG_BITS, nonce));
      cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
      return cipher;
    }

    @Override
    public String toString() {
      return "Sealing[redacted]";
    }
  }
}
