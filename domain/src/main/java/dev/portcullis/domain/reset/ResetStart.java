package dev.portcullis.domain.reset;

import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderFault;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * Whether a password reset was started. An unknown user gets the same answer as a sent mail. Adding
 * a case breaks embedders and is a major version.
 */
public sealed interface ResetStart extends Outcome {

  /** Every code that the start of a reset can end with. */
  Set<OutcomeCode> CODES =
      LinkedHashSet.of(
              OutcomeCode.RESET_MAIL_SENT,
              OutcomeCode.RESET_PAGE,
              OutcomeCode.TOO_MANY_RESETS,
              OutcomeCode.RESET_NOT_STARTED)
          .addAll(ProviderFault.CODES);

  @Override
  default OutcomeCode code() {
    return switch (this) {
      case ResetMailSent sent -> OutcomeCode.RESET_MAIL_SENT;
      case ResetPage page -> OutcomeCode.RESET_PAGE;
      case TooManyResets many -> OutcomeCode.TOO_MANY_RESETS;
      case ResetNotStarted notStarted -> OutcomeCode.RESET_NOT_STARTED;
      case Unanswered unanswered -> unanswered.why().code();
    };
  }

  @Override
  default Option<ProviderFault> fault() {
    return this instanceof Unanswered(var why) ? Option.some(why) : Option.none();
  }

  /** A reset link is mailed to the account's own address, if there is such an account. */
  record ResetMailSent() implements ResetStart {}

  /**
   * The reset starts on a page of the operator's own.
   *
   * @param page an absolute URL
   */
  record ResetPage(String page) implements ResetStart {}

  /**
   * Too many resets of this user or from this address; the mails sent before remain valid.
   *
   * @param retryAfter at least a second
   */
  record TooManyResets(Duration retryAfter) implements ResetStart {}

  /** No reset is possible for what the user typed, or the link could not be delivered. */
  record ResetNotStarted() implements ResetStart {}

  /** The provider made no link; it may have sent a mail anyway. */
  record Unanswered(ProviderFault why) implements ResetStart {}
}
