package dev.portcullis.bootstrap.extension;

import dev.portcullis.application.provider.Provider;

/**
 * A provider in use.
 *
 * @param provider verifies the logins
 * @param closing closes its connections; called once, after the last login
 */
public record OpenProvider(Provider provider, Runnable closing) {

  /** A provider that has nothing to close. */
  public static OpenProvider of(Provider provider) {
    return new OpenProvider(provider, () -> {});
  }
}
