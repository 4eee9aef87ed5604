package dev.portcullis.emulator.users;

import java.time.Instant;

/** A mail the tenant would have sent. */
public record SentMail(Kind kind, String to, Instant date) {

  /** Why it was written. */
  public enum Kind {
    /** The user asked for a new password. */
    PASSWORD_RESET,
    /** Brute-force protection blocked the account. */
    BLOCKED_ACCOUNT,
    /** The user's password was found in a breach. */
    BREACHED_PASSWORD
  }
}
