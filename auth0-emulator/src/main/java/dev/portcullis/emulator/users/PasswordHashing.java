package dev.portcullis.emulator.users;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** How passwords are hashed and checked. */
public interface PasswordHashing {

  /** A salted hash. */
  String hash(String password);

  /** Whether the hash is of that password. */
  boolean matches(String password, String hash);

  /** bcrypt at a cost of 4..31; passwords beyond 71 bytes are hashed with SHA-512 first. */
  static PasswordHashing bcrypt(int cost, SecureRandom random) {
    if (cost < BCrypt.MIN_COST || cost > BCrypt.MAX_COST) {
      throw new IllegalArgumentException("bcryptCost: " + cost + " (expected: 4..31)");
    }
    BCrypt.Version version = BCrypt.Version.VERSION_2A;
    BCrypt.Hasher hasher = BCrypt.with(version, random, LongPasswordStrategies.hashSha512(version));
    BCrypt.Verifyer verifier = BCrypt.verifyer(version, LongPasswordStrategies.hashSha512(version));
    return new PasswordHashing() {
      @Override
      public String hash(String password) {
        return new String(
            hasher.hash(cost, password.getBytes(StandardCharsets.UTF_8)),
            StandardCharsets.US_ASCII);
      }

      @Override
      public boolean matches(String password, String hash) {
        return verifier.verify(
                password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.US_ASCII))
            .verified;
      }
    };
  }
}
