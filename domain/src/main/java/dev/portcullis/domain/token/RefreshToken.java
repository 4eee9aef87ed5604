package dev.portcullis.domain.token;

/** An OAuth 2.0 refresh token (RFC 6749 section 1.5). */
public final class RefreshToken extends Token {

  public RefreshToken(String value) {
    super(value);
  }
}
