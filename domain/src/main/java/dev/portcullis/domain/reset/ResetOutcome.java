package dev.portcullis.domain.reset;

import java.time.Duration;

/**
 * How the wish for a password reset was received; says nothing about whether there is such an
 * account. Adding a case breaks embedders and is a major version.
 */
public sealed interface ResetOutcome {

  /** If there is such an account, a link goes to its own address. */
  record Accepted() implements ResetOutcome {}

  /**
   * The reset starts on a page of the operator's own.
   *
   * @param page an absolute URL
   */
  record AtPage(String page) implements ResetOutcome {}

  /**
   * Asked too often for this user or from this address.
   *
   * @param retryAfter at least a second
   */
  record Limited(Duration retryAfter) implements ResetOutcome {}

  /** No reset can be started at the moment, for anybody. */
  record Unavailable() implements ResetOutcome {}
}
