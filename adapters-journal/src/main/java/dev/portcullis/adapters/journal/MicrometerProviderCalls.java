package dev.portcullis.adapters.journal;

import dev.portcullis.application.observe.port.ProviderCalls;
import dev.portcullis.application.observe.port.ProviderOperation;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderRequestId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vavr.control.Option;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The meter {@code portcullis.provider.calls}: a histogram of how long the provider took, by the
 * operation and by what kind of outcome it was. A call's time includes its wait for a connection.
 */
public final class MicrometerProviderCalls implements ProviderCalls, AutoCloseable {

  private static final String THREW = "threw";

  private final MeterRegistry registry;
  private final Tags common;
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** What one time series is of. */
  private record Series(ProviderOperation operation, String kind) {}

  /** Registers the meter, without further tags. */
  public MicrometerProviderCalls(MeterRegistry registry) {
    this(registry, Tags.empty());
  }

  /**
   * Registers the meter; if the registry refuses one of its time series, none.
   *
   * @param further tags of each time series
   */
  public MicrometerProviderCalls(MeterRegistry registry, Iterable<Tag> further) {
    this.registry = registry;
    this.common = Tags.of(further);
    // Those of logins are there from the start; a gateway may have none of the others.
    try {
      for (OutcomeCode.Kind kind : OutcomeCode.Kind.values()) {
        timer(ProviderOperation.LOGIN, word(kind));
      }
    } catch (RuntimeException e) {
      remove();
      throw e;
    }
  }

  @Override
  public Call begin(ProviderOperation operation) {
    Timer.Sample began = Timer.start(registry);
    return new Call() {
      @Override
      public void ended(OutcomeCode code, Option<ProviderRequestId> upstream) {
        stop(began, operation, word(code.kind()));
      }

      @Override
      public void broke() {
        stop(began, operation, THREW);
      }
    };
  }

  /** Removes the meter from the registry; later calls are not measured. */
  @Override
  public void close() {
    closed = true;
    remove();
  }

  private void remove() {
    timers.values().forEach(registry::remove);
  }

  private void stop(Timer.Sample began, ProviderOperation operation, String kind) {
    try {
      if (!closed) {
        began.stop(timer(operation, kind));
      }
    } catch (RuntimeException e) {
      // A call does not fail because its meter does.
    }
  }

  private Timer timer(ProviderOperation operation, String kind) {
    return timers.computeIfAbsent(new Series(operation, kind), this::register);
  }

  /** One that comes after {@link #close} is removed at once. */
  private Timer register(Series series) {
    Timer timer =
        Timer.builder("portcullis.provider.calls")
            .description("Calls to the provider, by what was asked for and how it ended")
            .serviceLevelObjectives(MicrometerJournal.buckets())
            .tags(common)
            .tag("operation", series.operation().word())
            .tag("kind", series.kind())
            .register(registry);
    if (closed) {
      registry.remove(timer);
    }
    return timer;
  }

  private static String word(OutcomeCode.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
