package dev.portcullis.adapters.journal;

import dev.portcullis.application.protection.BreakerState;
import dev.portcullis.application.protection.ProtectionRefusal;
import dev.portcullis.application.protection.ProtectionState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vavr.collection.Seq;
import io.vavr.collection.Vector;
import java.util.function.Function;
import java.util.function.Supplier;

/** The meters of the calls to the provider. A limit that is not known is 0. */
final class ProtectionMeters {

  private ProtectionMeters() {}

  /** How each is registered. */
  static Seq<Function<MeterRegistry, Meter>> of(Supplier<ProtectionState> state, Tags common) {
    Seq<Gauge.Builder<Supplier<Integer>>> gauges =
        Vector.of(
            Gauge.builder("portcullis.tenant.breaker.state", () -> number(state.get().breaker()))
                .description(
                    "Whether calls are sent to the tenant: 0 all, 1 one to find out, 2 none"),
            Gauge.builder("portcullis.tenant.calls", () -> state.get().inProgress())
                .description("Calls to the tenant in progress"),
            Gauge.builder(
                    "portcullis.tenant.calls.limit", () -> state.get().concurrent().getOrElse(0))
                .description("As many calls to the tenant as may be in progress"),
            Gauge.builder("portcullis.tenant.waiting", () -> state.get().waiting())
                .description("Calls that wait for their turn at the tenant"),
            Gauge.builder(
                    "portcullis.tenant.rate.limit", () -> state.get().rateLimit().getOrElse(0))
                .description("Calls a second that the tenant takes"));
    return gauges
        .<Function<MeterRegistry, Meter>>map(
            gauge -> registry -> gauge.tags(common).register(registry))
        .appendAll(Vector.of(ProtectionRefusal.values()).map(why -> refusals(why, state, common)));
  }

  private static int number(BreakerState breaker) {
    return switch (breaker) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }

  private static Function<MeterRegistry, Meter> refusals(
      ProtectionRefusal why, Supplier<ProtectionState> state, Tags common) {
    return registry ->
        FunctionCounter.builder(
                "portcullis.tenant.refusals",
                state,
                it -> it.get().refused().getOrElse(why, 0L).doubleValue())
            .description("Calls that were not sent to the tenant")
            .tags(common)
            .tag("reason", why.word())
            .register(registry);
  }
}
