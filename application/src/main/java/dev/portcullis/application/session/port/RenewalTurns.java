package dev.portcullis.application.session.port;

import dev.portcullis.domain.session.SessionFingerprint;

/**
 * Has one instance at a time renew a session, and hands its result to the others: a refresh token
 * that rotates ends its family if two instances use it. An implementation throws nothing, ends
 * within a bounded time, and is safe for concurrent use. While its store is away, every turn is
 * this instance's own. Its contract is {@code RenewalTurnsContract} in the testkit.
 */
public interface RenewalTurns {

  /** For a gateway with one instance: every turn is its own. */
  RenewalTurns ALONE =
      new RenewalTurns() {
        @Override
        public Turn take(SessionFingerprint renewal) {
          return new Turn.Mine(0);
        }

        @Override
        public boolean renewed(SessionFingerprint renewal, Turn.Mine turn, String sealed) {
          return true;
        }

        @Override
        public boolean ended(SessionFingerprint renewal, Turn.Mine turn) {
          return true;
        }

        @Override
        public void unanswered(SessionFingerprint renewal, Turn.Mine turn) {}
      };

  /** What an instance learns that wants to renew a session. */
  sealed interface Turn {

    /**
     * This instance renews it, and then calls one of the other methods.
     *
     * @param fence grows with each turn of a renewal, so that a late result is recognized; 0 if the
     *     store was away
     */
    record Mine(long fence) implements Turn {}

    /**
     * Another instance has renewed it.
     *
     * @param sealed what it gave to {@link RenewalTurns#renewed}
     */
    record Renewed(String sealed) implements Turn {

      @Override
      public String toString() {
        return "Renewed[redacted]";
      }
    }

    /** Another instance has found that the session has ended. */
    record Ended() implements Turn {}

    /** Another instance is still renewing it, or got no answer a moment ago. */
    record Unanswered() implements Turn {}
  }

  /** Takes the turn, or waits for the result of the instance that has it. */
  Turn take(SessionFingerprint renewal);

  /**
   * Hands a result to the others, for a minute.
   *
   * @param sealed ASCII without line ends, at most 4,096 characters
   * @return false if the turn took too long and another instance has it: then its result counts
   */
  boolean renewed(SessionFingerprint renewal, Turn.Mine turn, String sealed);

  /**
   * Tells the others that the provider has refused the renewal.
   *
   * @return false if the turn took too long and another instance has it: then its result counts
   */
  boolean ended(SessionFingerprint renewal, Turn.Mine turn);

  /** Tells the others that the provider did not answer; the next may try a second later. */
  void unanswered(SessionFingerprint renewal, Turn.Mine turn);
}
