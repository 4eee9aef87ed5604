package dev.portcullis.application.mfa.port;

import dev.portcullis.domain.token.MfaToken;

/**
 * Bounds how many codes can be tried at the second step of one login, of whichever kind. An
 * implementation decides and counts in one step, throws nothing, keeps bounded memory and nothing
 * that a token could be read from, and is safe for concurrent use. While its store is away, it ends
 * within a bounded time and lets nothing through, or counts in its own memory. Its contract is
 * {@code GuessLimiterContract} in the testkit.
 */
@FunctionalInterface
public interface GuessLimiter {

  /** Counts one guess; false if the login has had all of its guesses. */
  boolean take(MfaToken login);
}
