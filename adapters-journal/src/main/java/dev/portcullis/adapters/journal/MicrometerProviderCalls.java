package dev.portcullis.adapters.journal;

import dev.portcullis.application.observe.port.ProviderCalls;
import dev.portcullis.application.observe.port.ProviderOperation;
import dev.portcullis.domain.outcome.OutcomeCode;
import dev.portcullis.domain.outcome.ProviderRequestId;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.vavr.control.Option;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The meter {@code portcullis.provider.calls}: a histogram of how long the provider took, by the
 * operation and by what kind of outcome it was. A call's time includes its wait for a connection.
 */
public final class MicrometerProviderCalls implements ProviderCalls, AutoCloseable {

  private static final String THREW = "threw";

  private final MeterRegistry registry;
  private final Tags common;
  private final Set<Meter.Id> registered = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** Registers the meter, without further tags. */
  public MicrometerProviderCalls(MeterRegistry registry) {
    this(registry, Tags.empty());
  }

  /**
   * Registers the meter.
   *
   * @param further tags of each time series
   */
  public MicrometerProviderCalls(MeterRegistry registry, Iterable<Tag> further) {
    this.registry = registry;
    this.common = Tags.of(further);
    // Those of logins are there from the start; a gateway may have none of the others.
    for (OutcomeCode.Kind kind : OutcomeCode.Kind.values()) {
      timer(ProviderOperation.LOGIN, word(kind));
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
    registered.forEach(registry::remove);
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
    Timer timer =
        Timer.builder("portcullis.provider.calls")
            .description("Calls to the provider, by what was asked for and how it ended")
            .serviceLevelObjectives(MicrometerJournal.buckets())
            .tags(common)
            .tag("operation", operation.word())
            .tag("kind", kind)
            .register(registry);
    registered.add(timer.getId());
    if (closed) {
      registry.remove(timer);
    }
    return timer;
  }

  private static String word(OutcomeCode.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
