package dev.portcullis.domain.mfa;

import io.vavr.control.Validation;

/** What the user's authenticator app shows at the moment (RFC 4226, RFC 6238). */
public final class OneTimePassword extends MfaSecret {

  /** The shortest taken from a caller (RFC 4226 section 4, requirement 4). */
  public static final int MIN_LENGTH = 6;

  /** The longest taken from a caller (RFC 4226 section 5.3). */
  public static final int MAX_LENGTH = 8;

  public OneTimePassword(String value) {
    super(value);
  }

  /** Takes what a caller sends: 6 to 8 digits, because nothing else can be right. */
  public static Validation<String, OneTimePassword> of(String text) {
    return parseDigits(text, MIN_LENGTH, MAX_LENGTH, OneTimePassword::new);
  }
}
