package dev.portcullis.domain.mfa;

import io.vavr.control.Validation;

/** What the user's authenticator app shows at the moment. */
public final class OneTimePassword extends MfaSecret {

  /** The longest taken from a caller. */
  public static final int MAX_LENGTH = 64;

  public OneTimePassword(String value) {
    super(value);
  }

  /** Takes what a caller sends. */
  public static Validation<String, OneTimePassword> of(String text) {
    return parse(text, MAX_LENGTH, OneTimePassword::new);
  }
}
