package dev.portcullis.emulator.tenant.protection;

/** What attack protection does on detection; without a shield it only monitors. */
public enum Shield {
  /** {@code block}: refuse the login. */
  BLOCK,
  /** {@code user_notification}: send the user a mail. */
  USER_NOTIFICATION,
  /** {@code admin_notification}: accepted; the emulator notifies no administrator. */
  ADMIN_NOTIFICATION
}
