package dev.portcullis.domain.token;

/** An OpenID Connect ID token, not validated here. */
public final class IdToken extends Token {

  public IdToken(String value) {
    super(value);
  }
}
