package dev.portcullis.domain.mfa;

import io.vavr.control.Validation;

/** Takes the place of a lost factor, once. */
public final class RecoveryCode extends MfaSecret {

  /** The longest taken from a caller. */
  public static final int MAX_LENGTH = 256;

  public RecoveryCode(String value) {
    super(value);
  }

  /** Takes what a caller sends. */
  public static Validation<String, RecoveryCode> of(String text) {
    return parse(text, MAX_LENGTH, RecoveryCode::new);
  }
}
