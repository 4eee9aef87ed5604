package dev.portcullis.adapters.auth0.settings;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The application's secret. Never prints or serialises its text. */
public final class ClientSecret {

  private final String text;

  /**
   * A secret.
   *
   * @param text printable ASCII (RFC 6749 appendix A.2), so that a line end at the end of a file is
   *     found immediately
   * @throws IllegalArgumentException if it is empty or has other characters; the message does not
   *     contain the text
   */
  public ClientSecret(String text) {
    if (!text.matches("[\\x20-\\x7E]+")) {
      throw new IllegalArgumentException(
          "clientSecret: not a secret (expected: 1 or more printable ASCII characters)");
    }
    this.text = text;
  }

  /** The secret's text, for the request that authenticates the application. */
  public String reveal() {
    return text;
  }

  /** Whether both have the same text, in a time that does not depend on where they differ. */
  public boolean isSameAs(ClientSecret other) {
    return MessageDigest.isEqual(
        text.getBytes(StandardCharsets.US_ASCII), other.text.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "ClientSecret[redacted]";
  }
}
