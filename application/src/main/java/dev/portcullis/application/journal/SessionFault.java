package dev.portcullis.application.journal;

/**
 * Why a user who has logged in has no session, or no longer. A closed set; {@link #code} is the
 * word in logs and metrics.
 */
public enum SessionFault {
  /** The provider issued no ID token that identifies the user. */
  NO_USER(
      "no-user",
      "A login was granted without an ID token that identifies the user: make sure that pages.scope"
          + " contains openid"),
  /** The new session is larger than a cookie may be. */
  TOO_LARGE(
      "too-large",
      "A session is larger than the 4,096 bytes of a cookie: make the access token smaller"
          + " (permissions, custom claims)"),
  /** The renewed session is larger than a cookie may be; it was ended. */
  RENEWED_TOO_LARGE(
      "renewed-too-large",
      "A renewed session is larger than the 4,096 bytes of a cookie, and its user has to log in"
          + " again: make the access token smaller (permissions, custom claims)"),
  /** The renewed tokens are of another user (OpenID Connect Core section 12.2); it was ended. */
  RENEWED_FOR_ANOTHER_USER(
      "renewed-for-another-user",
      "The provider renewed a session with an ID token of another user, and the session was ended:"
          + " check what the provider's own scripts do to users and to the sub claim"),
  /** What a login that waits for its second factor keeps is larger than a cookie may be. */
  PENDING_TOO_LARGE(
      "pending-too-large",
      "A login that waits for its second factor is larger than the 4,096 bytes of a cookie: make"
          + " the mfa_token smaller (custom claims)");

  private final String code;
  private final String remedy;

  SessionFault(String code, String remedy) {
    this.code = code;
    this.remedy = remedy;
  }

  /** The word in logs and metrics. */
  public String code() {
    return code;
  }

  /** What happened and how the operator fixes it. */
  public String remedy() {
    return remedy;
  }
}
