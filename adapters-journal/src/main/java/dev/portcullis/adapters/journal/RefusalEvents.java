package dev.portcullis.adapters.journal;

import dev.portcullis.application.journal.GatewayEvent;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Log events of refused requests, which an attacker can cause at any rate: of each listener and
 * reason the first at once, then one event for all of an interval.
 */
final class RefusalEvents {

  private static final long SILENT = -1;

  private final Logger logger;
  private final Executor later;

  /** What each interval has counted since its event; {@link #SILENT} outside of an interval. */
  private final ConcurrentMap<GatewayEvent.HttpRefused, AtomicLong> counts =
      new ConcurrentHashMap<>();

  /**
   * Writes to this log.
   *
   * @param later runs a task one interval later
   */
  RefusalEvents(Logger logger, Executor later) {
    this.logger = logger;
    this.later = later;
  }

  void write(GatewayEvent.HttpRefused refused) {
    AtomicLong count = counts.computeIfAbsent(refused, kind -> new AtomicLong(SILENT));
    if (count.getAndIncrement() == SILENT) {
      later.execute(() -> end(refused, count));
      write(refused, 1);
    }
  }

  private void end(GatewayEvent.HttpRefused refused, AtomicLong count) {
    long since = count.getAndUpdate(value -> value == 0 ? SILENT : 0);
    if (since > 0) {
      later.execute(() -> end(refused, count));
      write(refused, since);
    }
  }

  private void write(GatewayEvent.HttpRefused refused, long count) {
    logger
        .atLevel(refused.reason().status() == 503 ? Level.WARN : Level.INFO)
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
}
