package dev.portcullis.domain.outcome;

import io.vavr.control.Option;
import java.time.Duration;

/**
 * Why there is no answer about the credentials. Adding a case breaks embedders and is a major
 * version.
 */
public sealed interface ProviderFault {

  /**
   * The tenant's rate limit is reached; says nothing about this user.
   *
   * @param retryAfter how long to wait, never negative, if the provider said
   */
  record RateLimited(Option<Duration> retryAfter) implements ProviderFault {}

  /** The set-up is wrong: the operator has to mend it, and no user can. */
  record Misconfigured(Misconfiguration what, ProviderError error) implements ProviderFault {}

  /** No connection came about, so nothing was submitted and trying again is safe. */
  record Unreachable(ConnectFault why) implements ProviderFault {}

  /**
   * The credentials were sent and no whole answer came back in time, so the attempt may or may not
   * have been counted.
   */
  record NoAnswer(NoAnswerFault why) implements ProviderFault {}

  /** An answer came that this version does not understand. */
  record Unintelligible(ProviderError error) implements ProviderFault {}

  /** What stopped the connection. */
  enum ConnectFault {
    UNKNOWN_HOST,
    CONNECT_REFUSED,
    CONNECT_TIMED_OUT,
    TLS_FAILED,
    NO_CONNECTION_FREE
  }

  /** What became of a submitted request. */
  enum NoAnswerFault {
    TIMED_OUT,
    CONNECTION_LOST,
    NOT_HTTP,
    TOO_LARGE
  }
}
