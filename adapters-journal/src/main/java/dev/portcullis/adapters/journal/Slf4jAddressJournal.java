package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.port.AddressJournal;
import org.slf4j.Logger;

/** Writes one INFO event per decision that is to be seen, with its steps in one line. */
public final class Slf4jAddressJournal implements AddressJournal {

  private final Logger logger;

  public Slf4jAddressJournal(Logger logger) {
    this.logger = logger;
  }

  @Override
  public void record(Decision decision) {
    try {
      logger
          .atInfo()
          .addKeyValue("event.category", "network")
          .addKeyValue("event.action", "client_address_decided")
          .addKeyValue("http.request.id", decision.id().value())
          .addKeyValue("source.ip", DecisionText.address(decision))
          .addKeyValue("portcullis.listener", decision.listener())
          .addKeyValue("portcullis.outcome", DecisionText.outcome(decision))
          .addKeyValue("portcullis.reason", DecisionText.reason(decision))
          .addKeyValue("portcullis.source", DecisionText.source(decision.source()))
          .addKeyValue("portcullis.config", decision.version())
          .addKeyValue("portcullis.steps", DecisionText.steps(decision))
          .addKeyValue("portcullis.unread", decision.trace().unread())
          .addKeyValue("portcullis.notes", DecisionText.notes(decision))
          .addKeyValue("portcullis.mend", DecisionText.mend(decision))
          .log("How a client address was decided");
    } catch (RuntimeException e) {
      // A request does not fail because its trace does, and there is nowhere else to say so.
    }
  }
}
