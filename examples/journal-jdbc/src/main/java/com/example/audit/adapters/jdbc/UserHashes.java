package com.example.audit.adapters.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.domain.login.LoginIdentifier;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names users in the table: the rows of one user can be found, and nobody without the key can tell
 * who it is. A plain hash would not do: names can be guessed, and people type passwords into the
 * wrong field.
 */
public final class UserHashes {

  private static final int LEAST_KEY = 32;
  private static final int BYTES = 16;

  private final SecretKeySpec key;

  private UserHashes(SecretKeySpec key) {
    this.key = key;
  }

  /**
   * Hashes with this key.
   *
   * @param key at least 32 characters, the same in all instances
   * @throws IllegalArgumentException if it is shorter
   */
  public static UserHashes keyed(String key) {
    if (key.length() < LEAST_KEY) {
      throw new IllegalArgumentException(
          "key: " + key.length() + " characters (expected: at least " + LEAST_KEY + ")");
    }
    return new UserHashes(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
  }

  /** 32 hexadecimal digits; all spellings of one user have the same. */
  String of(LoginIdentifier user) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(user.canonical().getBytes(UTF_8)), 0, BYTES);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }
}
