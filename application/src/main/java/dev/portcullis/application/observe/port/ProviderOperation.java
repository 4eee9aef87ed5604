package dev.portcullis.application.observe.port;

import java.util.Locale;

/** What a call asks the provider for. {@link #word} is the word in metrics and traces. */
public enum ProviderOperation {
  LOGIN,
  REFRESH,
  REVOKE,
  MFA_AUTHENTICATORS,
  MFA_CHALLENGE,
  MFA_ENROLLMENT,
  MFA_VERIFICATION,
  /** A reset is started: with everything that the way of resets does for it, also the delivery. */
  RESET;

  private final String word;

  ProviderOperation() {
    this.word = name().toLowerCase(Locale.ROOT).replace('_', '-');
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
