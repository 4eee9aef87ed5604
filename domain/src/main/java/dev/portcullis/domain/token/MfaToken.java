package dev.portcullis.domain.token;

import io.vavr.control.Validation;

/** Auth0's {@code mfa_token}: lets its holder take the second factor's step, for ten minutes. */
public final class MfaToken extends Token {

  public MfaToken(String value) {
    super(value);
  }

  /** Takes what a caller sends. */
  public static Validation<String, MfaToken> of(String text) {
    return parse(text, MfaToken::new);
  }
}
