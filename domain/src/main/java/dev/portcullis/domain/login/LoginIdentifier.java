package dev.portcullis.domain.login;

import io.vavr.control.Validation;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the user signs in with: an e-mail address, a user name or a phone number, forwarded exactly
 * as typed. It does not print itself, because people type passwords into the wrong field.
 */
public final class LoginIdentifier {

  /** The longest e-mail address (RFC 5321 section 4.5.3.1): 64, "@", 255. */
  public static final int MAX_CODE_POINTS = 320;

  private final String value;

  private LoginIdentifier(String value) {
    this.value = value;
  }

  /**
   * Takes 1 to {@value #MAX_CODE_POINTS} code points without control characters, not all of them
   * blank.
   */
  public static Validation<String, LoginIdentifier> of(String value) {
    int length = value.codePointCount(0, value.length());
    if (length == 0 || length > MAX_CODE_POINTS) {
      return Validation.invalid(
          "length: " + length + " (expected: 1-" + MAX_CODE_POINTS + " characters)");
    }
    if (value.codePoints().anyMatch(Character::isISOControl) || !UnicodeText.isWellFormed(value)) {
      return Validation.invalid(
          "characters: not text (expected: Unicode without control characters)");
    }
    if (value.codePoints().allMatch(LoginIdentifier::isBlank)) {
      return Validation.invalid("characters: blank (expected: a name)");
    }
    return Validation.valid(new LoginIdentifier(value));
  }

  /**
   * The name without the blanks before and after it if it contains {@code @}: keyboards of phones
   * put one behind a completed e-mail address, and the provider would count it as another user.
   */
  public static String trimmed(String typed) {
    if (typed.indexOf('@') < 0) {
      return typed;
    }
    int start = 0;
    int end = typed.length();
    while (start < end && isBlank(typed.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(typed.charAt(end - 1))) {
      end--;
    }
    return typed.substring(start, end);
  }

  private static boolean isBlank(int character) {
    return Character.isWhitespace(character) || Character.isSpaceChar(character);
  }

  public String value() {
    return value;
  }

  /**
   * The spelling under which a user is counted: without surrounding blanks, in lower case. Only for
   * counting and comparing; a provider gets {@link #value}.
   */
  public String canonical() {
    return value.strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LoginIdentifier that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "LoginIdentifier[redacted]";
  }
}
