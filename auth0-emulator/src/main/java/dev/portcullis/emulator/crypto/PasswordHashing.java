package dev.portcullis.emulator.crypto;

/** How passwords are hashed and checked. */
public interface PasswordHashing {

  /** A salted hash. */
  String hash(String password);

  /** Whether the hash is of that password. */
  boolean matches(String password, String hash);
}
