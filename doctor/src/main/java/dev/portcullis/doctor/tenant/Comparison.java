package dev.portcullis.doctor.tenant;

/** The result of comparing one logged login with what the gateway sent. */
public enum Comparison {
  /** The address that was sent was logged. */
  SAME,
  /** The gateway's own address was logged: the header was ignored. */
  IGNORED,
  /** Some other address was logged. */
  OTHER,
  /** The login is not among those remembered: another gateway's, or not sampled. */
  UNKNOWN
}
