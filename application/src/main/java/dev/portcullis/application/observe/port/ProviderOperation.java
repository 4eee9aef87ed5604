package dev.portcullis.application.observe.port;

/** What a call asks the provider for. {@link #word} is the word in metrics and traces. */
public enum ProviderOperation {
  LOGIN("login"),
  REFRESH("refresh"),
  REVOKE("revoke"),
  MFA_AUTHENTICATORS("mfa-authenticators"),
  MFA_CHALLENGE("mfa-challenge"),
  MFA_ENROLLMENT("mfa-enrollment"),
  MFA_VERIFICATION("mfa-verification"),
  /** A reset is started: with everything that the way of resets does for it, also the delivery. */
  RESET("reset");

  private final String word;

  ProviderOperation(String word) {
    this.word = word;
  }

  /** The stable word, such as {@code mfa-verification}. */
  public String word() {
    return word;
  }

  /** As {@link #word}. */
  @Override
  public String toString() {
    return word;
  }
}
