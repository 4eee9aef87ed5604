package dev.portcullis.adapters.auth0.settings;

/** The application's secret. Never prints, compares or serialises its text. */
public final class ClientSecret {

  private final String text;

  /**
   * @param text printable ASCII (RFC 6749 appendix A.2), so that a line end read along with it is
   *     found at once
   * @throws IllegalArgumentException without the text
   */
  public ClientSecret(String text) {
    if (!text.matches("[\\x20-\\x7E]+")) {
      throw new IllegalArgumentException(
          "clientSecret: not a secret (expected: 1 or more printable ASCII characters)");
    }
    this.text = text;
  }

  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "ClientSecret[redacted]";
  }
}
