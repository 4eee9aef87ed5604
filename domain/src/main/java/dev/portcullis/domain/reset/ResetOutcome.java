package dev.portcullis.domain.reset;

import dev.portcullis.domain.outcome.Outcome;
import dev.portcullis.domain.outcome.OutcomeCode;
import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Set;
import java.time.Duration;

/**
 * The answer to a request for a password reset; says nothing about whether there is such an
 * account. The provider is called afterwards (see {@link ResetStart}), so there is no {@code
 * Unanswered}. Adding a case breaks embedders and is a major version.
 */
public sealed interface ResetOutcome extends Outcome {

  /** Every code that a request for a reset can end with. */
  Set<OutcomeCode> CODES =
      LinkedHashSet.of(
          OutcomeCode.ACCEPTED,
          OutcomeCode.RESET_PAGE,
          OutcomeCode.TOO_MANY_RESETS,
          OutcomeCode.RESET_NOT_STARTED);

  @Override
  default OutcomeCode code() {
    return switch (this) {
      case Accepted accepted -> OutcomeCode.ACCEPTED;
      case ResetPage page -> OutcomeCode.RESET_PAGE;
      case TooManyResets many -> OutcomeCode.TOO_MANY_RESETS;
      case ResetNotStarted notStarted -> OutcomeCode.RESET_NOT_STARTED;
    };
  }

  /** If there is such an account, a link is sent to its own address. */
  record Accepted() implements ResetOutcome {}

  /**
   * The reset starts on a page of the operator's own.
   *
   * @param page an absolute URL
   */
  record ResetPage(String page) implements ResetOutcome {}

  /**
   * Too many resets of this user or from this address.
   *
   * @param retryAfter at least a second
   */
  record TooManyResets(Duration retryAfter) implements ResetOutcome {}

  /** No reset can be started at the moment, for anybody. */
  record ResetNotStarted() implements ResetOutcome {}
}
