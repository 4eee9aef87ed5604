package dev.portcullis.adapters.redis;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The password of the gateway's user at the store. Never prints. */
public final class RedisPassword {

  private final String text;

  /**
   * A password.
   *
   * @param text printable ASCII
   * @throws IllegalArgumentException without the text
   */
  public RedisPassword(String text) {
    if (!text.matches("[\\x20-\\x7E]+")) {
      throw new IllegalArgumentException("password: not one (expected: printable ASCII)");
    }
    this.text = text;
  }

  char[] reveal() {
    return text.toCharArray();
  }

  /** Whether it is the same one; takes as long whatever differs. */
  public boolean isSameAs(RedisPassword other) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.US_ASCII), other.text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "RedisPassword[redacted]";
  }
}
