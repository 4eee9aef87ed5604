package dev.portcullis.domain.token;

import io.vavr.control.Validation;
import java.util.function.Function;

/** A bearer secret: anyone who holds its text can use it, so it never prints itself. */
public abstract sealed class Token permits AccessToken, IdToken, MfaToken, RefreshToken {

  /** The longest token taken from a caller; real ones have a tenth of it. */
  public static final int MAX_LENGTH = 8192;

  private final String value;

  Token(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("token: empty (expected: at least 1 character)");
    }
    this.value = value;
  }

  /** Takes what RFC 6749 appendix A lets a token be; a problem never repeats it. */
  static <T extends Token> Validation<String, T> parse(String text, Function<String, T> make) {
    return text.length() <= MAX_LENGTH && isToken(text)
        ? Validation.valid(make.apply(text))
        : Validation.invalid(
            "not a token (expected: 1-" + MAX_LENGTH + " printable ASCII characters)");
  }

  /** Whether a text is made of what tokens are made of: printable ASCII (RFC 6749 appendix A). */
  public static boolean isToken(String text) {
    int outside = 0;
    for (int i = 0; i < text.length(); i++) {
      // Negative if a character is, and without a branch for each.
      outside |= (text.charAt(i) - 0x20) | (0x7E - text.charAt(i));
    }
    return outside >= 0 && !text.isEmpty();
  }

  /** The secret itself, to hand to the caller it was issued for. */
  public final String value() {
    return value;
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + "[redacted]";
  }
}
