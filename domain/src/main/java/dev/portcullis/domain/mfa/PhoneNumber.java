package dev.portcullis.domain.mfa;

import io.vavr.control.Validation;
import java.util.regex.Pattern;

/** A number that texts can be sent to (E.164). It does not print itself. */
public final class PhoneNumber {

  private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

  private final String value;

  private PhoneNumber(String value) {
    this.value = value;
  }

  /** Takes {@code +} and 7 to 15 digits. */
  public static Validation<String, PhoneNumber> of(String text) {
    return E164.matcher(text).matches()
        ? Validation.valid(new PhoneNumber(text))
        : Validation.invalid("not a phone number (expected: + and 7-15 digits, E.164)");
  }

  public String value() {
    return value;
  }

  @Override
  public String toString() {
    return "PhoneNumber[redacted]";
  }
}
