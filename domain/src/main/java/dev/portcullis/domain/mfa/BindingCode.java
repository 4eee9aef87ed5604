package dev.portcullis.domain.mfa;

import io.vavr.control.Validation;

/** What the user reads in the text or e-mail of an out-of-band challenge. */
public final class BindingCode extends MfaSecret {

  /** The shortest taken from a caller. */
  public static final int MIN_LENGTH = 4;

  /** The longest taken from a caller. */
  public static final int MAX_LENGTH = 10;

  public BindingCode(String value) {
    super(value);
  }

  /** Takes what a caller sends: 4 to 10 digits. */
  public static Validation<String, BindingCode> of(String text) {
    return parseDigits(text, MIN_LENGTH, MAX_LENGTH, BindingCode::new);
  }
}
