package dev.portcullis.domain.session;

/**
 * Names a session to a store without revealing anything of it: a keyed hash of its id, which only
 * holders of the session keys can compute.
 *
 * @param value HMAC-SHA-256 in base64url without padding, 43 characters
 */
public record SessionFingerprint(String value) {

  private static final String FORM = "[A-Za-z0-9_-]{43}";

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException if it is not 43 characters of base64url
   */
  public SessionFingerprint {
    if (!value.matches(FORM)) {
      throw new IllegalArgumentException("value: not a hash (expected: 43 characters, base64url)");
    }
  }
}
