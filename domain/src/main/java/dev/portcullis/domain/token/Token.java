package dev.portcullis.domain.token;

import io.vavr.control.Option;
import io.vavr.control.Validation;
import java.util.function.Function;

/** A bearer secret: anyone who holds its text can use it, so it never prints itself. */
public abstract sealed class Token permits AccessToken, IdToken, MfaToken, RefreshToken {

  /** The longest token taken from a caller; real ones have a tenth of it. */
  public static final int MAX_LENGTH = 8192;

  private final String value;
  private final boolean sound;

  Token(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("token: empty (expected: at least 1 character)");
    }
    this.value = value;
    this.sound = isToken(value);
  }

  /** Takes what RFC 6749 appendix A lets a token be; a problem never repeats it. */
  static <T extends Token> Validation<String, T> parse(String text, Function<String, T> make) {
    return Option.some(text)
        .filter(it -> !it.isEmpty() && it.length() <= MAX_LENGTH)
        .map(make)
        .filter(Token::isSound)
        .toValidation("not a token (expected: 1-" + MAX_LENGTH + " printable ASCII characters)");
  }

  /**
   * Whether it is made of what tokens are made of: printable ASCII (RFC 6749 appendix A). Found out
   * once, when it is made: tokens are most of what a login carries.
   */
  public final boolean isSound() {
    return sound;
  }

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0x7E) {
        return false;
      }
    }
    return true;
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
