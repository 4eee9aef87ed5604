package dev.portcullis.domain.breach;

import dev.portcullis.domain.outcome.OutcomeCode;
import java.time.Duration;

/**
 * What followed a login with a leaked password: how the user gets a new one. Never carries a link
 * that sets a password, because the person who typed the leaked password may be the one who stole
 * it.
 */
public sealed interface BreachOutcome {

  /** The word for it in the log. */
  default OutcomeCode code() {
    return switch (this) {
      case ResetMailSent sent -> OutcomeCode.RESET_MAIL_SENT;
      case ResetPage page -> OutcomeCode.RESET_PAGE;
      case TooManyResets many -> OutcomeCode.TOO_MANY_RESETS;
      case ResetNotStarted notStarted -> OutcomeCode.RESET_NOT_STARTED;
    };
  }

  /** A reset link is mailed to the account's own address, if there is such an account. */
  record ResetMailSent() implements BreachOutcome {}

  /**
   * The user is sent on to a page where the reset starts.
   *
   * @param page an absolute URL of the operator's own
   */
  record ResetPage(String page) implements BreachOutcome {}

  /**
   * Too many resets of this user or from this address were started; the mails sent before remain
   * valid.
   *
   * @param retryAfter at least a second
   */
  record TooManyResets(Duration retryAfter) implements BreachOutcome {}

  /** No reset could be started; the user has to ask for one. */
  record ResetNotStarted() implements BreachOutcome {}
}
