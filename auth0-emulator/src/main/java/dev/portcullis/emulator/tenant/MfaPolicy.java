package dev.portcullis.emulator.tenant;

/** Which logins have a second step. */
public enum MfaPolicy {
  /** None. */
  NEVER,
  /** Those of users with an enrolled factor. */
  WHEN_ENROLLED,
  /** All; users without a factor have to enrol one. */
  ALWAYS
}
