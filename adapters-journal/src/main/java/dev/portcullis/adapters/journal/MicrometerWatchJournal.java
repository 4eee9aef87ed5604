package dev.portcullis.adapters.journal;

import dev.portcullis.doctor.port.WatchJournal;
import dev.portcullis.doctor.tenant.Comparison;
import dev.portcullis.doctor.tenant.WatchState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts comparisons as {@code portcullis.watch}, tagged {@code result}: same, ignored, other or
 * unknown; {@code portcullis.watch.differs} is 1 while the tenant's log differs.
 */
public final class MicrometerWatchJournal implements WatchJournal {

  private final MeterRegistry registry;
  private final AtomicInteger differs = new AtomicInteger();

  public MicrometerWatchJournal(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder("portcullis.watch.differs", differs, AtomicInteger::get)
        .description("1 while the tenant logs other addresses than the gateway sends")
        .register(registry);
  }

  @Override
  public void compared(Comparison comparison) {
    try {
      Counter.builder("portcullis.watch")
          .description("Logged logins by how their address compares with the one that was sent")
          .tag("result", comparison.name().toLowerCase(Locale.ROOT))
          .register(registry)
          .increment();
    } catch (RuntimeException e) {
      // The watch does not end because its meter does.
    }
  }

  @Override
  public void changed(WatchState before, WatchState after) {
    differs.set(after instanceof WatchState.Differs ? 1 : 0);
  }
}
