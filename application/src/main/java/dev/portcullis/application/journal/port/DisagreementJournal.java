package dev.portcullis.application.journal.port;

import dev.portcullis.application.journal.port.AddressJournal.Decision;
import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.AddressResolution.Resolved;
import io.vavr.control.Option;

/**
 * Writes down each request for which candidate settings would have decided otherwise than the
 * settings in force. Same duties as {@link LoginJournal}; its contract is {@code
 * DisagreementJournalContract} in the testkit.
 */
@FunctionalInterface
public interface DisagreementJournal {

  void record(Disagreement disagreement);

  /** A journal that writes to this one and then to {@code other}. */
  default DisagreementJournal and(DisagreementJournal other) {
    return disagreement -> {
      record(disagreement);
      other.record(disagreement);
    };
  }

  /**
   * Two decisions about one request.
   *
   * @param actual what the request met
   * @param candidate what it would have met; none if the candidate failed to decide
   */
  record Disagreement(Decision actual, Option<Decision> candidate) {

    /** {@code resolved}, or the code of the reason. */
    public String actualWord() {
      return actual.resolution() instanceof Rejected(var reason) ? reason.code() : "resolved";
    }

    /**
     * {@code resolved} where the settings in force refuse, {@code other-address} where they do not,
     * {@code defect}, or the code of the reason.
     */
    public String candidateWord() {
      if (candidate.isEmpty()) {
        return "defect";
      }
      if (candidate.get().resolution() instanceof Rejected(var reason)) {
        return reason.code();
      }
      return actual.resolution() instanceof Resolved ? "other-address" : "resolved";
    }
  }
}
