package dev.portcullis.domain.login;

/** Names one request in replies, logs and traces; carries no meaning and no secret. */
public record RequestId(String value) {

  public RequestId {
    if (value.isEmpty() || value.length() > 64 || !value.chars().allMatch(RequestId::isAllowed)) {
      throw new IllegalArgumentException("value: not an id (expected: 1-64 of A-Z a-z 0-9 _ -)");
    }
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  @Override
  public String toString() {
    return value;
  }
}
