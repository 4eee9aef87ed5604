package dev.portcullis.domain.breach;

import java.time.Duration;

/**
 * How a user whose password has leaked gets a new one. Never carries a link that sets a password:
 * whoever typed the leaked password may be the one who stole it.
 */
public sealed interface BreachOutcome {

  /** A reset link is mailed to the account's own address, if there is such an account. */
  record ResetMailSent() implements BreachOutcome {}

  /**
   * The user is sent on to a page where the reset starts.
   *
   * @param page an absolute URL of the operator's own
   */
  record ResetPage(String page) implements BreachOutcome {}

  /**
   * Resets of this user or from this address have been started too often; the mails sent before are
   * still good.
   *
   * @param retryAfter at least a second
   */
  record ResetLimited(Duration retryAfter) implements BreachOutcome {}

  /** No reset could be started; the user has to ask for one. */
  record ResetNotStarted() implements BreachOutcome {}
}
