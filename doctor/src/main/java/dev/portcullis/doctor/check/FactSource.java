package dev.portcullis.doctor.check;

/** Where facts are read. A source is read only if a selected check needs it. */
public enum FactSource {
  /** This host and its connection to the tenant. */
  HOST,
  /** A login of the test user. */
  CANARY,
  /** The tenant's log. */
  LOG,
  /** The tenant's settings. */
  SETTINGS
}
