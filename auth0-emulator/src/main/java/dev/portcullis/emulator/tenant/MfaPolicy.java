package dev.portcullis.emulator.tenant;

/** Which logins require a second factor. */
public enum MfaPolicy {
  /** None. */
  NEVER,
  /** Logins of users with an enrolled factor. */
  WHEN_ENROLLED,
  /** All logins; users without a factor have to enrol one. */
  ALWAYS
}
