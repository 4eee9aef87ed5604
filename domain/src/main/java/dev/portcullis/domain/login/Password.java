package dev.portcullis.domain.login;

import io.vavr.control.Validation;

/**
 * A password as typed: never trimmed, normalised or cut. A class and not a record, so that nothing
 * prints, compares or serialises its text; {@link #reveal} is for the adapter that submits it.
 */
public final class Password {

  /** The longest password accepted, in code points. */
  public static final int MAX_CODE_POINTS = 1024;

  private final String text;

  private Password(String text) {
    this.text = text;
  }

  /** Takes 1 to {@value #MAX_CODE_POINTS} code points of any Unicode text. */
  public static Validation<String, Password> of(String text) {
    int length = text.codePointCount(0, text.length());
    if (length == 0 || length > MAX_CODE_POINTS) {
      // The length of a password is a secret too.
      return Validation.invalid(
          "length: out of range (expected: 1-" + MAX_CODE_POINTS + " characters)");
    }
    if (!UnicodeText.isWellFormed(text)) {
      return Validation.invalid("characters: not text (expected: well-formed Unicode)");
    }
    return Validation.valid(new Password(text));
  }

  /** The text itself. Only a provider's adapter may call this; a rule in the build holds it. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "Password[redacted]";
  }
}
