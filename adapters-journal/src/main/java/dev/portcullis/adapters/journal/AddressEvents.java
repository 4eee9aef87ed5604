package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.AddressDecision;
import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.domain.address.AddressResolution.Rejected;
import dev.portcullis.domain.address.RejectionReason;
import java.util.concurrent.Executor;
import org.slf4j.Logger;

/**
 * Log events about the addresses of requests. Of those that anyone can cause, refused addresses and
 * disagreements, the first of each kind is written at once and then one sum for all of an interval:
 * see {@link Sums}.
 */
final class AddressEvents {

  private final Logger logger;
  private final Sums<Refused> refused;
  private final Sums<Differed> differed;

  /**
   * Writes to this log.
   *
   * @param later runs a task one interval later
   */
  AddressEvents(Logger logger, Executor later) {
    this.logger = logger;
    // How many there were is in the events of the refusals themselves.
    this.refused = new Sums<>(later, (kind, count) -> {});
    this.differed = new Sums<>(later, this::sum);
  }

  /** A kind of refused addresses. */
  private record Refused(String listener, RejectionReason reason) {}

  /** A kind of disagreements. */
  private record Differed(String listener, String actual, String candidate) {}

  /** The decision with its steps in one line. */
  void write(AddressDecision decision) {
    if (decision.resolution() instanceof Rejected(var reason)
        && !refused.isFirst(new Refused(decision.listener(), reason))) {
      return;
    }
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
  void write(GatewayEvent.CandidateDiffered event) {
    AddressDecision actual = event.actual();
    if (!differed.isFirst(
        new Differed(actual.listener(), event.actualWord(), event.candidateWord()))) {
      return;
    }
    logger
        .atInfo()
        .addKeyValue("event.category", "network")
        .addKeyValue("event.action", "client_address_disagreement")
        .addKeyValue("http.request.id", actual.id().value())
        .addKeyValue("source.ip", DecisionText.address(actual))
        .addKeyValue("portcullis.listener", actual.listener())
        .addKeyValue("portcullis.config", actual.version())
        .addKeyValue("portcullis.actual", event.actualWord())
        .addKeyValue("portcullis.actual.steps", DecisionText.steps(actual))
        .addKeyValue("portcullis.candidate", event.candidateWord())
        .addKeyValue(
            "portcullis.candidate.ip", event.candidate().map(DecisionText::address).getOrElse(""))
        .addKeyValue(
            "portcullis.candidate.steps", event.candidate().map(DecisionText::steps).getOrElse(""))
        .log("The candidate settings decide otherwise");
  }

  private void sum(Differed kind, long count) {
    logger
        .atInfo()
        .addKeyValue("event.category", "network")
        .addKeyValue("event.action", "client_address_disagreement")
        .addKeyValue("portcullis.listener", kind.listener())
        .addKeyValue("portcullis.actual", kind.actual())
        .addKeyValue("portcullis.candidate", kind.candidate())
        .addKeyValue("portcullis.count", count)
        .log("The candidate settings decide otherwise");
  }
}
