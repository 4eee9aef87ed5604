package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.port.RefusalJournal;
import dev.portcullis.domain.address.RejectionReason;
import dev.portcullis.domain.login.RequestId;
import org.slf4j.Logger;

/**
 * Writes one WARN event per refusal on one listener: somebody is spoofing, or a proxy is set up
 * wrongly.
 */
public final class Slf4jRefusalJournal implements RefusalJournal {

  private final Logger logger;
  private final String listener;

  public Slf4jRefusalJournal(Logger logger, String listener) {
    this.logger = logger;
    this.listener = listener;
  }

  @Override
  public void record(RequestId id, RejectionReason reason) {
    try {
      logger
          .atWarn()
          .addKeyValue("event.category", "authentication")
          .addKeyValue("event.action", "client_address_refused")
          .addKeyValue("event.outcome", "failure")
          .addKeyValue("http.request.id", id.value())
          .addKeyValue("portcullis.listener", listener)
          .addKeyValue("portcullis.reason", reason.code())
          .log(reason.explanation());
    } catch (RuntimeException e) {
      // A refusal stays a refusal if its log fails, and there is nowhere else to say so.
    }
  }
}
