package dev.portcullis.application.provider;

import java.util.Locale;

/** What a {@link Provider} can do beside verifying credentials. */
public enum Capability {
  SECOND_FACTORS,
  REFRESH_TOKENS,
  PASSWORD_RESETS;

  /** In words, such as {@code refresh tokens}. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
