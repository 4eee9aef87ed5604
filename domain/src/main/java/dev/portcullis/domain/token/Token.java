package dev.portcullis.domain.token;

/** A bearer secret: whoever holds its text holds what it stands for, so it never prints itself. */
public abstract sealed class Token permits AccessToken, IdToken, MfaToken, RefreshToken {

  private final String value;

  Token(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("token: empty (expected: at least 1 character)");
    }
    this.value = value;
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
