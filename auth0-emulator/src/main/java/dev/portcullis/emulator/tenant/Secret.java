package dev.portcullis.emulator.tenant;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** A client secret or an initial password; {@code toString} is redacted. */
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

  /** Compares in constant time. */
  public boolean matches(String candidate) {
    return MessageDigest.isEqual(
        value.getBytes(StandardCharsets.UTF_8), candidate.getBytes(StandardCharsets.UTF_8));
  }

  /** The clear text. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return "Secret[redacted]";
  }
}
