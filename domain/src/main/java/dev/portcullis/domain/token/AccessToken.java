package dev.portcullis.domain.token;

/** An OAuth 2.0 access token (RFC 6749 section 1.4). */
public final class AccessToken extends Token {

  public AccessToken(String value) {
    super(value);
  }
}
