package dev.portcullis.emulator.crypto;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/** bcrypt; passwords beyond 71 bytes are hashed with SHA-512 first. */
record Bcrypt(int cost, SecureRandom random) implements PasswordHashing {

  private static final BCrypt.Version VERSION = BCrypt.Version.VERSION_2A;

  @Override
  public String hash(String password) {
    return new String(
        BCrypt.with(VERSION, random, LongPasswordStrategies.hashSha512(VERSION))
            .hash(cost, password.getBytes(StandardCharsets.UTF_8)),
        StandardCharsets.US_ASCII);
  }

  @Override
  public boolean matches(String password, String hash) {
    return Pbkdf2.made(hash) ? Pbkdf2.verify(password, hash) : verify(password, hash);
  }

  static boolean verify(String password, String hash) {
    return BCrypt.verifyer(VERSION, LongPasswordStrategies.hashSha512(VERSION))
        .verify(password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.US_ASCII))
        .verified;
  }
}
