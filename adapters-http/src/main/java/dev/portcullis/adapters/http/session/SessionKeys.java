package dev.portcullis.adapters.http.session;

import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that cookies are sealed with: the first seals, all of them open. To rotate them, append
 * a new key on every instance, then move it to the front on every instance, and remove the old one
 * a session's lifetime later. They can be replaced while they are used; safe for concurrent use.
 */
public final class SessionKeys {

  private static final int BYTES = 32;

  private volatile Seq<SessionKey> keys;

  private SessionKeys(Seq<SessionKey> keys) {
    this.keys = keys;
  }

  /**
   * Reads one key per line (or separated by spaces), each 32 random bytes in base64; {@code openssl
   * rand -base64 32} prints one. Lines that start with # are ignored.
   *
   * @throws IllegalArgumentException if there is none, or one is not such a key
   */
  public static SessionKeys parse(String text) {
    Seq<SessionKey> keys =
        Vector.of(text.split("\\R", -1))
            .filter(line -> !line.startsWith("#"))
            .flatMap(line -> Vector.of(line.trim().split("\\s+")))
            .filter(word -> !word.isEmpty())
            .map(SessionKeys::key);
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("keys: none (expected: 32 bytes in base64, a key a line)");
    }
    return new SessionKeys(keys);
  }

  /** One random key: sessions end with this process. */
  public static SessionKeys random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new SessionKeys(Vector.of(new SessionKey(bytes)));
  }

  private static SessionKey key(String word) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(word.replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      bytes = new byte[0];
    }
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("key: not usable (expected: 32 bytes in base64)");
    }
    return new SessionKey(bytes);
  }

  /** What a replacement of keys means for cookies. */
  public enum Change {
    /** The keys are the same, in the same order. */
    NONE,
    /** The keys are others, and the first was among the keys of before. */
    REPLACED,
    /**
     * The first key was not known before: instances that do not have it cannot open new cookies.
     */
    FIRST_KEY_IS_NEW
  }

  /** Seals and opens with these keys from now on. */
  public synchronized Change replaceBy(SessionKeys others) {
    Seq<String> before = keys.map(SessionKey::id);
    Seq<String> after = others.keys.map(SessionKey::id);
    keys = others.keys;
    if (after.equals(before)) {
      return Change.NONE;
    }
    return before.contains(after.head()) ? Change.REPLACED : Change.FIRST_KEY_IS_NEW;
  }

  /** How many keys there are. */
  public int size() {
    return keys.size();
  }

  /** A tag that only holders of these keys can make, with the first key. */
  public byte[] tag(String text) {
    return keys.head().tag(text);
  }

  /** The tags that each of these keys makes, the first key's first. */
  public Seq<byte[]> tags(String text) {
    return keys.map(key -> key.tag(text));
  }

  /** Whether the tag was made for this text with one of these keys. */
  public boolean verify(byte[] tag, String text) {
    return keys.exists(key -> key.made(tag, text));
  }

  SessionKey first() {
    return keys.head();
  }

  Seq<SessionKey> all() {
    return keys;
  }

  @Override
  public String toString() {
    return "SessionKeys[redacted]";
  }

  /** One secret, from which a separate key is derived for each use. */
  static final class SessionKey {

    private final byte[] secret;

    private SessionKey(byte[] secret) {
      this.secret = secret;
    }

    /** Identifies the key without revealing it. */
    String id() {
      byte[] name = mac(secret, "portcullis key id");
      return Base64.getUrlEncoder().withoutPadding().encodeToString(name).substring(0, 8);
    }

    byte[] sealing() {
      return mac(secret, "portcullis sealing");
    }

    /** A tag that only holders of the key can make. */
    byte[] tag(String text) {
      return mac(mac(secret, "portcullis tags"), text);
    }

    boolean made(byte[] tag, String text) {
      return MessageDigest.isEqual(tag, tag(text));
    }

    private static byte[] mac(byte[] key, String text) {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java has no HmacSHA256", e);
      }
    }

    @Override
    public String toString() {
      return "SessionKey[redacted]";
    }
  }
}
