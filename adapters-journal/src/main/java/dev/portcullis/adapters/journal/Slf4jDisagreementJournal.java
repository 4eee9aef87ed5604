package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.port.AddressJournal.Decision;
import dev.portcullis.application.journal.port.DisagreementJournal;
import org.slf4j.Logger;

/** Writes one INFO event per disagreement, with the steps of both decisions. */
public final class Slf4jDisagreementJournal implements DisagreementJournal {

  private final Logger logger;

  public Slf4jDisagreementJournal(Logger logger) {
    this.logger = logger;
  }

  @Override
  public void record(Disagreement disagreement) {
    try {
      Decision actual = disagreement.actual();
      logger
          .atInfo()
          .addKeyValue("event.category", "network")
          .addKeyValue("event.action", "client_address_disagreement")
          .addKeyValue("http.request.id", actual.id().value())
          .addKeyValue("source.ip", DecisionText.address(actual))
          .addKeyValue("portcullis.listener", actual.listener())
          .addKeyValue("portcullis.config", actual.version())
          .addKeyValue("portcullis.actual", disagreement.actualWord())
          .addKeyValue("portcullis.actual.steps", DecisionText.steps(actual))
          .addKeyValue("portcullis.candidate", disagreement.candidateWord())
          .addKeyValue(
              "portcullis.candidate.ip",
              disagreement.candidate().map(DecisionText::address).getOrElse(""))
          .addKeyValue(
              "portcullis.candidate.steps",
              disagreement.candidate().map(DecisionText::steps).getOrElse(""))
          .log("The candidate settings decide otherwise");
    } catch (RuntimeException e) {
      // A request does not fail because its trace does, and there is nowhere else to say so.
    }
  }
}
