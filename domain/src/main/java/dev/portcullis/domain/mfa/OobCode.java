package dev.portcullis.domain.mfa;

import io.vavr.control.Validation;

/** Auth0's {@code oob_code}: names an out-of-band challenge. */
public final class OobCode extends MfaSecret {

  /** The longest taken from a caller. */
  public static final int MAX_LENGTH = 8192;

  public OobCode(String value) {
    super(value);
  }

  /** Takes what a caller sends. */
  public static Validation<String, OobCode> of(String text) {
    return parse(text, MAX_LENGTH, OobCode::new);
  }
}
