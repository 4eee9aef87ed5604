package dev.portcullis.domain.mfa;

import io.vavr.control.Validation;
import java.util.regex.Pattern;

/** Names one of a user's factors, such as {@code sms|dev_…}; no secret. */
public record AuthenticatorId(String value) {

  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9|_.-]{1,128}");

  public AuthenticatorId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("value: not an id (expected: " + FORM + ")");
    }
  }

  /** Takes what a caller sends. */
  public static Validation<String, AuthenticatorId> of(String text) {
    return FORM.matcher(text).matches()
        ? Validation.valid(new AuthenticatorId(text))
        : Validation.invalid("not an authenticator's id (expected: 1-128 of A-Z a-z 0-9 | _ . -)");
  }
}
