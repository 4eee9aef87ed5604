package dev.portcullis.doctor.tenant;

/** What became of one logged login. */
public enum Comparison {
  /** The address that was sent is the one that was logged. */
  SAME,
  /** The gateway's own address was logged: the header was ignored. */
  IGNORED,
  /** Some other address was logged. */
  OTHER,
  /** It was not among those remembered: another gateway's, or not sampled. */
  UNKNOWN
}
