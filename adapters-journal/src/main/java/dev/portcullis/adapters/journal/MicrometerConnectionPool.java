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
   * @param limit as many calls as may be in progress
   */
  public record Readings(
      IntSupplier inUse, IntSupplier idle, IntSupplier waiting, IntSupplier limit) {}

  /**
   * Registers the meters; if the registry refuses one, none.
   *
   * @param further tags of each time series
   */
  public static MicrometerConnectionPool of(
      MeterRegistry registry, Iterable<Tag> further, Readings pool) {
    Seq<Gauge.Builder<?>> meters =
        Vector.of(
            connections(pool.inUse(), "in-use"),
            connections(pool.idle(), "idle"),
            Gauge.builder("portcullis.provider.connections.limit", () -> pool.limit().getAsInt())
                .description("As many calls to the provider as may be in progress"),
            Gauge.builder("portcullis.provider.waiting", () -> pool.waiting().getAsInt())
                .description("Calls that wait for a connection to the provider"));
    Seq<Meter.Id> registered = Vector.empty();
    try {
      for (Gauge.Builder<?> meter : meters) {
        registered = registered.append(meter.tags(further).register(registry).getId());
      }
    } catch (RuntimeException e) {
      registered.forEach(registry::remove);
      throw e;
    }
    return new MicrometerConnectionPool(registry, registered);
  }

  /** Removes the meters from the registry. */
  @Override
  public void close() {
    registered.forEach(registry::remove);
  }

  private static Gauge.Builder<?> connections(IntSupplier value, String state) {
    return Gauge.builder("portcullis.provider.connections", () -> value.getAsInt())
        .description("Connections to the provider")
        .tag("state", state);
  }
}
