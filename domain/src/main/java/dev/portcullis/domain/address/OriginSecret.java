package dev.portcullis.domain.address;

/** A secret that only your own proxy adds to requests. Compares in constant time, never prints. */
public final class OriginSecret {

  private final String text;

  /**
   * Takes a secret.
   *
   * @throws IllegalArgumentException without the text, if it has fewer than 16 characters
   */
  public OriginSecret(String text) {
    if (text.length() < 16) {
      throw new IllegalArgumentException(
          "originSecret: too short (expected: 16 characters or more)");
    }
    this.text = text;
  }

  /** Whether this is the secret; takes as long for a near miss as for a far one. */
  public boolean matches(String candidate) {
    int difference = text.length() ^ candidate.length();
    for (int i = 0; i < candidate.length(); i++) {
      difference |= candidate.charAt(i) ^ text.charAt(i % text.length());
    }
    return difference == 0;
  }

  @Override
  public String toString() {
    return "OriginSecret[redacted]";
  }
}
