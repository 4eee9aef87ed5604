package dev.portcullis.domain.mfa;

import io.vavr.control.Validation;

/** What the user reads in the text or e-mail of an out-of-band challenge. */
public final class BindingCode extends MfaSecret {

  /** The longest taken from a caller. */
  public static final int MAX_LENGTH = 64;

  public BindingCode(String value) {
    super(value);
  }

  /** Takes what a caller sends. */
  public static Validation<String, BindingCode> of(String text) {
    return parse(text, MAX_LENGTH, BindingCode::new);
  }
}
