package dev.portcullis.emulator.tenant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A client secret or an initial password; it prints as a placeholder. */
public final class Secret {

  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /**
   * Wraps the clear text.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public static Secret of(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("secret: empty (expected: at least one character)");
    }
    return new Secret(value);
  }

  /** Compares in a time that does not depend on where the texts differ. */
  public boolean matches(String candidate) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
  }

  /** The clear text; for the one who hashes it. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "Secret[redacted]";
  }
}
