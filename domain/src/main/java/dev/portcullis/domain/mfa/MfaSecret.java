package dev.portcullis.domain.mfa;

import io.vavr.control.Validation;
import java.util.function.Function;

/** A text of the second step that lets its holder go on, so it never prints itself. */
public abstract sealed class MfaSecret
    permits BindingCode, OneTimePassword, OobCode, OtpSecret, RecoveryCode {

  private final String value;

  MfaSecret(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("value: empty (expected: at least 1 character)");
    }
    this.value = value;
  }

  /** Takes decimal digits, ASCII's alone; a problem never repeats them. */
  static <T extends MfaSecret> Validation<String, T> parseDigits(
      String text, int minLength, int maxLength, Function<String, T> make) {
    return text.length() >= minLength
            && text.length() <= maxLength
            && text.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Validation.valid(make.apply(text))
        : Validation.invalid("not a code (expected: " + minLength + "-" + maxLength + " digits)");
  }

  /** Takes printable ASCII; a problem never repeats it. */
  static <T extends MfaSecret> Validation<String, T> parse(
      String text, int maxLength, Function<String, T> make) {
    return !text.isEmpty()
            && text.length() <= maxLength
            && text.chars().allMatch(c -> c >= 0x20 && c <= 0x7E)
        ? Validation.valid(make.apply(text))
        : Validation.invalid(
            "not a code (expected: 1-" + maxLength + " printable ASCII characters)");
  }

  /** The secret itself, for the provider or for the user it was made for. */
  public final String value() {
    return value;
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[redacted]";
  }
}
