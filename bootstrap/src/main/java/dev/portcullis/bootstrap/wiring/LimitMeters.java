package dev.portcullis.bootstrap.wiring;

import dev.portcullis.adapters.memory.InMemoryAttemptLimiter;
import dev.portcullis.application.login.AttemptLimits;
import dev.portcullis.domain.login.AttemptLimit;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** How full the memory of each limit is, and what it did not count because it was full. */
final class LimitMeters {

  private final MeterRegistry registry;

  LimitMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Registers the meters of a limiter, which they keep. */
  void of(AttemptLimits limits, InMemoryAttemptLimiter memory) {
    for (AttemptLimit limit : limits.active().map(AttemptLimits.Active::limit)) {
      Gauge.builder("portcullis.limits.remembered", memory, it -> it.remembered(limit))
          .description("Users, addresses or networks that a limit remembers")
          .tag("limit", limit.word())
          .strongReference(true)
          .register(registry);
      FunctionCounter.builder("portcullis.limits.uncounted", memory, it -> it.uncounted(limit))
          .description("Logins that a limit did not count because its memory was full")
          .tag("limit", limit.word())
          .register(registry);
    }
  }
}
