package com.example.limits.adapters.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.domain.login.LoginSubject;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys in Redis of a user and of an address: hashes, so that nobody who reads Redis without the
 * key learns who asked for a reset. All have the same hash tag, so that a cluster keeps them in one
 * slot and one script may use two.
 */
public final class SubjectKeys {

  private static final int LEAST_KEY = 32;
  private static final int BYTES = 16;
  private static final String PREFIX = "{portcullis-resets}:";

  private final SecretKeySpec key;

  private SubjectKeys(SecretKeySpec key) {
    this.key = key;
  }

  /**
   * Hashes with this key.
   *
   * @param key at least 32 characters, the same in all instances
   * @throws IllegalArgumentException if it is shorter
   */
  public static SubjectKeys keyed(String key) {
    if (key.length() < LEAST_KEY) {
      throw new IllegalArgumentException(
          "key: " + key.length() + " characters (expected: at least " + LEAST_KEY + ")");
    }
    return new SubjectKeys(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
  }

  // region: keys
  /** Of all spellings of the user. */
  String user(LoginSubject subject) {
    return PREFIX + "user:" + hash("user " + subject.identifier().canonical());
  }

  /** Of all addresses of the subscriber: an IPv6 subscriber has a whole /64. */
  String address(LoginSubject subject) {
    return PREFIX + "address:" + hash("address " + subject.client().subscriber());
  }

  // end

  private String hash(String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)), 0, BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
