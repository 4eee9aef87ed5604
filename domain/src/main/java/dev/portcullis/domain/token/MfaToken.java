package dev.portcullis.domain.token;

/** Auth0's {@code mfa_token}: lets its holder take the second factor's step, for ten minutes. */
public final class MfaToken extends Token {

  public MfaToken(String value) {
    super(value);
  }
}
