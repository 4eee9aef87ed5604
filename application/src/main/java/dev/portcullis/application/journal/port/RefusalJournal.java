package dev.portcullis.application.journal.port;

import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.RequestId;

/**
 * Writes down each request that was refused because its address cannot be known. Same duties as
 * {@link LoginJournal}; its contract is {@code RefusalJournalContract} in the testkit.
 */
@FunctionalInterface
public interface RefusalJournal {

  void record(RequestId id, RejectionReason reason);

  /** A journal that writes to this one and then to {@code other}. */
  default RefusalJournal and(RefusalJournal other) {
    return (id, reason) -> {
      record(id, reason);
      other.record(id, reason);
    };
  }
}
