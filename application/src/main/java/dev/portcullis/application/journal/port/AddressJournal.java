package dev.portcullis.application.journal.port;

import dev.portcullis.domain.address.AddressResolution;
import dev.portcullis.domain.address.AddressSource;
import dev.portcullis.domain.address.AddressTrace;
import dev.portcullis.domain.login.RequestId;

/**
 * Writes down how a request's address was decided, step by step, for those requests that an
 * operator wants to see. Same duties as {@link LoginJournal}; its contract is {@code
 * AddressJournalContract} in the testkit.
 */
@FunctionalInterface
public interface AddressJournal {

  void record(Decision decision);

  /** A journal that writes to this one and then to {@code other}. */
  default AddressJournal and(AddressJournal other) {
    return decision -> {
      record(decision);
      other.record(decision);
    };
  }

  /**
   * One decision.
   *
   * @param listener the name of the listener that the request came to
   * @param version which settings decided
   * @param trace texts from outside in it are escaped and cut
   */
  record Decision(
      RequestId id,
      String listener,
      String version,
      AddressSource source,
      AddressResolution resolution,
      AddressTrace trace) {}
}
