package dev.portcullis.emulator.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** PBKDF2 with HMAC-SHA-256, written as {@code $pbkdf2-sha256$ITERATIONS$SALT$HASH}. */
record Pbkdf2(int iterations, SecureRandom random) implements PasswordHashing {

  private static final String PREFIX = "$pbkdf2-sha256$";
  private static final int SALT_BYTES = 16;
  private static final int HASH_BITS = 256;

  static boolean made(String hash) {
    return hash.startsWith(PREFIX);
  }

  @Override
  public String hash(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return PREFIX
        + iterations
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(derive(password, salt, iterations));
  }

  @Override
  public boolean matches(String password, String hash) {
    return made(hash) ? verify(password, hash) : Bcrypt.verify(password, hash);
  }

  static boolean verify(String password, String hash) {
    String[] parts = hash.substring(PREFIX.length()).split("\\$", -1);
    byte[] salt = Base64.getDecoder().decode(parts[1]);
    return MessageDigest.isEqual(
        derive(password, salt, Integer.parseInt(parts[0])), Base64.getDecoder().decode(parts[2]));
  }

  private static byte[] derive(String password, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("PBKDF2 is not available", e);
    } finally {
      spec.clearPassword();
    }
  }
}
