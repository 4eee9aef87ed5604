package dev.portcullis.benchmarks;

/**
 * Decides whose address a request of a {@link Scenario} comes from. What a server has at hand when
 * a request is in (headers looked up, the peer as its socket gives it) is made beforehand.
 */
interface Decider {

  /** Answers something that prints as the address, or fails. */
  Object decide(int request);
}
