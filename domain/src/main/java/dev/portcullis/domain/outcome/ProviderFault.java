package dev.portcullis.domain.outcome;

import io.vavr.collection.LinkedHashSet;
import io.vavr.collection.Set;
import io.vavr.control.Option;
import java.time.Duration;

/**
 * Why the provider decided nothing. It is the same set for every call; see the outcome types'
 * {@code Unanswered}. Adding a case breaks embedders and is a major version.
 */
public sealed interface ProviderFault {

  /** The codes of all faults. */
  Set<OutcomeCode> CODES =
      LinkedHashSet.of(
          OutcomeCode.RATE_LIMITED,
          OutcomeCode.MISCONFIGURED,
          OutcomeCode.UNREACHABLE,
          OutcomeCode.OVERLOADED,
          OutcomeCode.NO_ANSWER,
          OutcomeCode.UNAVAILABLE,
          OutcomeCode.UNINTELLIGIBLE);

  /** The word for this fault. */
  default OutcomeCode code() {
    return switch (this) {
      case RateLimited limited -> OutcomeCode.RATE_LIMITED;
      case Misconfigured misconfigured -> OutcomeCode.MISCONFIGURED;
      case Unreachable unreachable -> OutcomeCode.UNREACHABLE;
      case Overloaded overloaded -> OutcomeCode.OVERLOADED;
      case NoAnswer noAnswer -> OutcomeCode.NO_ANSWER;
      case Unavailable unavailable -> OutcomeCode.UNAVAILABLE;
      case Unintelligible unintelligible -> OutcomeCode.UNINTELLIGIBLE;
    };
  }

  /**
   * The provider's rate limit for this gateway is reached; says nothing about this user.
   *
   * @param retryAfter how long to wait, never negative; none if the provider named no usable time
   */
  record RateLimited(Option<Duration> retryAfter) implements ProviderFault {}

  /** The configuration is wrong: only the operator can fix it. */
  record Misconfigured(Misconfiguration what, ProviderError error) implements ProviderFault {}

  /** No connection was established, so nothing was submitted and a retry is safe. */
  record Unreachable(ConnectFault why) implements ProviderFault {}

  /**
   * The gateway has as many calls to the provider in progress as its settings allow, or may send no
   * more of them now. Nothing was submitted, so a retry is safe.
   *
   * @param retryAfter how long to wait, never negative; none if that is not known
   */
  record Overloaded(Option<Duration> retryAfter) implements ProviderFault {

    /** For a time that is not known. */
    public Overloaded() {
      this(Option.none());
    }
  }

  /**
   * The request was sent and no complete answer came back in time. The attempt may have been
   * counted.
   */
  record NoAnswer(NoAnswerFault why) implements ProviderFault {}

  /** The provider reported a failure of its own (a 5xx). The attempt may have been counted. */
  record Unavailable(ProviderError error) implements ProviderFault {}

  /** An answer that this version does not understand. */
  record Unintelligible(ProviderError error) implements ProviderFault {}

  /** What stopped the connection. */
  enum ConnectFault {
    UNKNOWN_HOST,
    CONNECT_REFUSED,
    CONNECT_TIMED_OUT,
    /** The proxy on the way answers, and opens no way to the provider. */
    PROXY_REFUSED,
    TLS_FAILED,
    /**
     * The provider has not answered lately, and the gateway sends nothing but a call now and then.
     */
    BREAKER_OPEN,
    /** The gateway is stopping, and its connections are closed. */
    CLOSED
  }

  /** What happened to a submitted request. */
  enum NoAnswerFault {
    TIMED_OUT,
    CONNECTION_LOST,
    NOT_HTTP,
    TOO_LARGE
  }
}
