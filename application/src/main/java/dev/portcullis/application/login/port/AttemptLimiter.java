package dev.portcullis.application.login.port;

import dev.portcullis.domain.login.AttemptLimit;
import dev.portcullis.domain.login.LoginSubject;
import io.vavr.collection.Seq;
import java.time.Duration;

/**
 * Bounds how many login attempts are submitted to the provider, by each {@link AttemptLimit}.
 *
 * <p>An implementation decides and counts in one step: an attempt is counted by every limit or by
 * none, and an attempt that is refused is counted by none. At a limit that refuses, an attempt
 * waits for those in progress, which may be refunded; it does not wait if none is in progress, nor
 * longer than the limits allow. It throws nothing, keeps bounded memory, and is safe for concurrent
 * use. While its store is away, it ends within a bounded time and goes on counting in its own
 * process. What is counted together is {@link AttemptLimit#key}. Its contract is {@code
 * AttemptLimiterContract} in the testkit.
 */
@FunctionalInterface
public interface AttemptLimiter {

  /** Counts one attempt, or refuses it. Blocks while it waits for attempts in progress. */
  Admission admit(LoginSubject subject);

  /** What becomes of an attempt. */
  sealed interface Admission {

    /**
     * It may be submitted.
     *
     * @param attempt to be ended once, when the provider has answered
     * @param reached the limits that it has reached and that let it through
     */
    record Admitted(AttemptInProgress attempt, Seq<Reached> reached) implements Admission {}

    /**
     * It must not be submitted.
     *
     * @param limit the limit that it has reached
     * @param retryAfter how long until the limit has room for one more, at least a second
     */
    record Refused(AttemptLimit limit, Duration retryAfter) implements Admission {}
  }

  /**
   * A limit that an attempt has reached and that let it through.
   *
   * @param unsettled whether others were in progress then, which may be refunded: a limit that
   *     refuses would have waited for them
   */
  record Reached(AttemptLimit limit, boolean unsettled) {}

  /** An attempt that is counted and in progress. One of its methods is called, once. */
  interface AttemptInProgress {

    /** It has ended, and stays counted. */
    void count();

    /** It has ended, and is no longer counted. */
    void refund();
  }
}
