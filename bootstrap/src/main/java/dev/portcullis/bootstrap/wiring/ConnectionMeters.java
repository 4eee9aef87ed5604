package dev.portcullis.bootstrap.wiring;

import dev.portcullis.adapters.http.server.HttpSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToIntFunction;

/** How many connections each public listener has, and how many it may have. */
final class ConnectionMeters {

  private final MeterRegistry registry;

  ConnectionMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Registers the gauges of a server.
   *
   * @param open the connections of a listener that are open now
   */
  void of(HttpSettings settings, ToIntFunction<String> open) {
    for (HttpSettings.UserListener listener : settings.users()) {
      Gauge.builder("portcullis.connections", () -> open.applyAsInt(listener.name()))
          .description("Open connections")
          .tag("listener", listener.name())
          .register(registry);
      Gauge.builder("portcullis.connections.limit", () -> settings.limits().connections())
          .description("As many connections as may be open")
          .tag("listener", listener.name())
          .register(registry);
    }
  }
}
