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
import java.util.function.ToDoubleFunction;

/** The meters of the calls to the provider. A limit that is not known is 0. */
final class ProtectionMeters {

  private ProtectionMeters() {}

  /** How each is registered. */
  static Seq<Function<MeterRegistry, Meter>> of(Supplier<ProtectionState> state, Tags common) {
    Seq<Function<MeterRegistry, Meter>> meters =
        Vector.of(
            gauge(
                "portcullis.tenant.breaker.state",
                "Whether calls are sent to the tenant: 0 all, 1 one to find out, 2 none",
                state,
                common,
                it -> number(it.breaker())),
            gauge(
                "portcullis.tenant.calls",
                "Calls to the tenant in progress",
                state,
                common,
                ProtectionState::inProgress),
            gauge(
                "portcullis.tenant.calls.limit",
                "As many calls to the tenant as may be in progress",
                state,
                common,
                it -> it.concurrent().getOrElse(0)),
            gauge(
                "portcullis.tenant.waiting",
                "Calls that wait for their turn at the tenant",
                state,
                common,
                ProtectionState::waiting),
            gauge(
                "portcullis.tenant.rate.limit",
                "Calls a second that the tenant takes",
                state,
                common,
                it -> it.rateLimit().getOrElse(0)));
    return meters.appendAll(
        Vector.of(ProtectionRefusal.values()).map(why -> refusals(why, state, common)));
  }

  private static int number(BreakerState breaker) {
    return switch (breaker) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }

  private static Function<MeterRegistry, Meter> gauge(
      String name,
      String description,
      Supplier<ProtectionState> state,
      Tags common,
      ToDoubleFunction<ProtectionState> value) {
    return registry ->
        Gauge.builder(name, () -> value.applyAsDouble(state.get()))
            .description(description)
            .tags(common)
            .register(registry);
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
