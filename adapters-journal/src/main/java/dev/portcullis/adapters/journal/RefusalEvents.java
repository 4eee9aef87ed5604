package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.GatewayEvent;
import dev.portcullis.domain.address.RejectionReason;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** Log events of refused requests, which an attacker can cause at any rate: see {@link Sums}. */
final class RefusalEvents {

  private final Logger logger;
  private final Sums<GatewayEvent.HttpRefused> http;
  private final Sums<Address> addresses;

  /**
   * Writes to this log.
   *
   * @param later runs a task one interval later
   */
  RefusalEvents(Logger logger, Executor later) {
    this.logger = logger;
    this.http = new Sums<>(later, this::write);
    this.addresses = new Sums<>(later, (kind, count) -> event(kind, count).log(kind.text()));
  }

  /** A kind of refused addresses. */
  private record Address(String listener, RejectionReason reason) {

    String text() {
      return reason.explanation();
    }
  }

  void write(GatewayEvent.HttpRefused refused) {
    if (http.isFirst(refused)) {
      write(refused, 1);
    }
  }

  /** A WARN: a client is spoofing, or a proxy is configured wrongly. */
  void write(GatewayEvent.RequestRefused refused) {
    Address kind = new Address(refused.listener(), refused.reason());
    if (addresses.isFirst(kind)) {
      event(kind, 1).addKeyValue("http.request.id", refused.id().value()).log(kind.text());
    }
  }

  private void write(GatewayEvent.HttpRefused refused, long count) {
    logger
        .atLevel(isOurs(refused.reason().status()) ? Level.WARN : Level.INFO)
        .addMarker(Slf4jJournal.REFUSAL)
        .addKeyValue("event.category", "web")
        .addKeyValue("event.action", "http_refused")
        .addKeyValue("event.outcome", "failure")
        .addKeyValue("portcullis.listener", refused.listener())
        .addKeyValue("portcullis.reason", refused.reason().code())
        .addKeyValue("http.response.status_code", refused.reason().status())
        .addKeyValue("portcullis.count", count)
        .log("Refused before an endpoint saw it: " + refused.reason().code());
  }

  /** Whether an operator, not the client, can change something about it. */
  private static boolean isOurs(int status) {
    return status == 500 || status == 503;
  }

  private LoggingEventBuilder event(Address kind, long count) {
    return logger
        .atWarn()
        .addMarker(Slf4jJournal.REFUSAL)
        .addKeyValue("event.category", "authentication")
        .addKeyValue("event.action", "client_address_refused")
        .addKeyValue("event.outcome", "failure")
        .addKeyValue("portcullis.listener", kind.listener())
        .addKeyValue("portcullis.reason", kind.reason().code())
        .addKeyValue("portcullis.count", count);
  }
}
