package dev.portcullis.adapters.journal;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.function.IntSupplier;

/**
 * The meters of the connections to the provider: {@code portcullis.provider.connections} by {@code
 * state}, {@code portcullis.provider.connections.limit} and {@code portcullis.provider.waiting}.
 */
public final class MicrometerConnectionPool implements AutoCloseable {

  private final MeterRegistry registry;
  private final Seq<Meter.Id> registered;

  private MicrometerConnectionPool(MeterRegistry registry, Seq<Meter.Id> registered) {
    this.registry = registry;
    this.registered = registered;
  }

  /**
   * What is read at each scrape, on any thread.
   *
   * @param inUse connections with a call in progress, those that are being opened included
   * @param idle connections that are kept for the next call
   * @param waiting calls that wait for a connection
   * @param limit as many connections as may be in use
   */
  public record Readings(
      IntSupplier inUse, IntSupplier idle, IntSupplier waiting, IntSupplier limit) {}

  /**
   * Registers the meters.
   *
   * @param further tags of each time series
   */
  public static MicrometerConnectionPool of(
      MeterRegistry registry, Iterable<Tag> further, Readings pool) {
    Gauge limit =
        Gauge.builder("portcullis.provider.connections.limit", () -> pool.limit().getAsInt())
            .description("As many connections to the provider as may be in use")
            .tags(further)
            .register(registry);
    Gauge waiting =
        Gauge.builder("portcullis.provider.waiting", () -> pool.waiting().getAsInt())
            .description("Calls that wait for a connection to the provider")
            .tags(further)
            .register(registry);
    return new MicrometerConnectionPool(
        registry,
        Vector.of(
                connections(registry, further, pool.inUse(), "in-use"),
                connections(registry, further, pool.idle(), "idle"),
                limit,
                waiting)
            .map(Meter::getId));
  }

  /** Removes the meters from the registry. */
  @Override
  public void close() {
    registered.forEach(registry::remove);
  }

  private static Gauge connections(
      MeterRegistry registry, Iterable<Tag> further, IntSupplier value, String state) {
    return Gauge.builder("portcullis.provider.connections", () -> value.getAsInt())
        .description("Connections to the provider")
        .tags(further)
        .tag("state", state)
        .register(registry);
  }
}
