package dev.portcullis.domain.token;

import io.vavr.control.Validation;

/** An OAuth 2.0 refresh token (RFC 6749 section 1.5). */
public final class RefreshToken extends Token {

  public RefreshToken(String value) {
    super(value);
  }

  /** Takes what a caller sends. */
  public static Validation<String, RefreshToken> of(String text) {
    return parse(text, RefreshToken::new);
  }
}
