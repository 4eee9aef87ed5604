package dev.portcullis.adapters.redis;

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

  @Override
  public String toString() {
    return "RedisPassword[redacted]";
  }
}
