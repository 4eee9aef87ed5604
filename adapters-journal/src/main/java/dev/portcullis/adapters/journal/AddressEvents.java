package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.AddressDecision;
import dev.portcullis.application.journal.GatewayEvent;
import org.slf4j.Logger;

/** Log events about the addresses of requests. */
final class AddressEvents {

  private final Logger logger;

  AddressEvents(Logger logger) {
    this.logger = logger;
  }

  /** A WARN: a client is spoofing, or a proxy is configured wrongly. */
  void write(GatewayEvent.RequestRefused refused) {
    logger
        .atWarn()
        .addMarker(Slf4jJournal.REFUSAL)
        .addKeyValue("event.category", "authentication")
        .addKeyValue("event.action", "client_address_refused")
        .addKeyValue("event.outcome", "failure")
        .addKeyValue("http.request.id", refused.id().value())
        .addKeyValue("portcullis.listener", refused.listener())
        .addKeyValue("portcullis.reason", refused.reason().code())
        .log(refused.reason().explanation());
  }

  /** The decision with its steps in one line. */
  void write(AddressDecision decision) {
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
        .addKeyValue("portcullis.remedy", DecisionText.remedy(decision))
        .log("How a client address was decided");
  }

  /** The steps of both decisions. */
  void write(GatewayEvent.CandidateDiffered differed) {
    AddressDecision actual = differed.actual();
    logger
        .atInfo()
        .addKeyValue("event.category", "network")
        .addKeyValue("event.action", "client_address_disagreement")
        .addKeyValue("http.request.id", actual.id().value())
        .addKeyValue("source.ip", DecisionText.address(actual))
        .addKeyValue("portcullis.listener", actual.listener())
        .addKeyValue("portcullis.config", actual.version())
        .addKeyValue("portcullis.actual", differed.actualWord())
        .addKeyValue("portcullis.actual.steps", DecisionText.steps(actual))
        .addKeyValue("portcullis.candidate", differed.candidateWord())
        .addKeyValue(
            "portcullis.candidate.ip",
            differed.candidate().map(DecisionText::address).getOrElse(""))
        .addKeyValue(
            "portcullis.candidate.steps",
            differed.candidate().map(DecisionText::steps).getOrElse(""))
        .log("The candidate settings decide otherwise");
  }
}
