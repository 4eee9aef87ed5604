package dev.portcullis.emulator.tenant.protection;

/** What attack protection does on detection; no shield at all means monitoring only. */
public enum Shield {
  /** {@code block}: refuse the login. */
  BLOCK,
  /** {@code user_notification}: write to the user. */
  USER_NOTIFICATION,
  /** {@code admin_notification}: accepted; the emulator writes to no administrator. */
  ADMIN_NOTIFICATION
}
