package dev.portcullis.domain.login;

/** Names one request in replies, logs and traces; carries no meaning and no secret. */
public record RequestId(String value) {

  public RequestId {
    if (value.isEmpty() || value.length() > 64 || !isAllowed(value)) {
      throw new IllegalArgumentException("value: not an id (expected: 1-64 of A-Z a-z 0-9 _ -)");
    }
  }

  private static boolean isAllowed(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!isAllowed(value.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(char c) {
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
