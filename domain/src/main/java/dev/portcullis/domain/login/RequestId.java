package dev.portcullis.domain.login;

/** Names one request in replies, logs and traces; carries no meaning and no secret. */
public record RequestId(String value) {

  public RequestId {
    if (!value.matches("[A-Za-z0-9_-]{1,64}")) {
      throw new IllegalArgumentException("value: not an id (expected: 1-64 of A-Z a-z 0-9 _ -)");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
