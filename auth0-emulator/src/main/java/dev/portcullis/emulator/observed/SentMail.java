package dev.portcullis.emulator.observed;

import dev.portcullis.emulator.tenant.Secret;
import java.time.Instant;
import java.util.Optional;

/**
 * A message that the tenant would have sent. Its content is a code or a link, and is not printed.
 */
public record SentMail(Kind kind, String to, Instant date, Optional<Secret> content) {

  /** The reason for the message. */
  public enum Kind {
    /** The user asked for a new password; the content is the link. */
    PASSWORD_RESET,
    /** Brute-force protection blocked the account; the content is the link that unblocks it. */
    BLOCKED_ACCOUNT,
    /** The user's password was found in a breach; the content is the link to set another. */
    BREACHED_PASSWORD,
    /** The user is to prove the e-mail address; the content is the link that does so. */
    EMAIL_VERIFICATION,
    /** A text message with a login code. */
    LOGIN_CODE_SMS,
    /** An e-mail with such a code. */
    LOGIN_CODE_EMAIL,
    /** An e-mail with a link that logs the user in. */
    LOGIN_LINK,
    /** The user is invited to an organization; the content is the link that accepts it. */
    INVITATION,
    /** A text message with the code of a second factor. */
    MFA_SMS,
    /** An e-mail with such a code. */
    MFA_EMAIL,
    /** A notification to allow a login; the content is its {@code oob_code}. */
    MFA_PUSH
  }
}
