package dev.portcullis.application.journal.port;

import dev.portcullis.application.journal.GatewayEvent;

/**
 * Records what happened in the gateway: logs, meters, or your own store. An implementation does not
 * block for long, throws nothing, is safe for concurrent use, and never writes tokens; it is never
 * given a password. It ignores the events it has no use for. Its contract is {@code
 * JournalContract} in the testkit.
 */
@FunctionalInterface
public interface Journal {

  /** Records nothing. */
  Journal NONE = event -> {};

  /** Records one event. */
  void record(GatewayEvent event);

  /**
   * A journal that records in this one and then in {@code other}. If one of them throws anyway, the
   * other still records, and the caller goes on.
   */
  default Journal and(Journal other) {
    return event -> {
      tryRecord(this, event);
      tryRecord(other, event);
    };
  }

  private static void tryRecord(Journal journal, GatewayEvent event) {
    try {
      journal.record(event);
    } catch (RuntimeException e) {
      // A login does not fail because a journal does, and there is nowhere else to report it.
    }
  }
}
