package dev.portcullis.bootstrap.wiring;

import dev.portcullis.adapters.otel.OtlpTraces;
import dev.portcullis.adapters.otel.SpanLoss;
import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.bootstrap.secret.LiveSecrets;
import dev.portcullis.bootstrap.settings.Settings;
import dev.portcullis.bootstrap.system.Version;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import io.vavr.control.Option;

/**
 * What traces requests, where the settings name a receiver. Without one, no class of OpenTelemetry
 * is loaded.
 */
final class Traces implements AutoCloseable {

  private final Option<OtlpTraces> sent;
  private final Tracing tracing;

  private Traces(Option<OtlpTraces> sent) {
    this.sent = sent;
    this.tracing = sent.fold(() -> Tracing.OFF, OtlpTraces::tracing);
  }

  static Traces of(Settings settings, LiveSecrets secrets) {
    return new Traces(
        settings.traces().map(it -> OtlpTraces.open(it, secrets.traces(), Version.current())));
  }

  Tracing tracing() {
    return tracing;
  }

  /** What names the span of a measurement; none if there are no traces. */
  Option<SpanContext> spans() {
    return sent.map(it -> new CurrentSpan(it.tracing()));
  }

  /** Counts the spans that are lost, if there are traces. */
  void meters(MeterRegistry registry) {
    for (OtlpTraces traces : sent) {
      for (SpanLoss why : SpanLoss.values()) {
        FunctionCounter.builder("portcullis.traces.lost", traces, it -> it.lost(why))
            .description("Recorded spans that did not reach the receiver")
            .tag("reason", why.word())
            .register(registry);
      }
    }
  }

  @Override
  public void close() {
    sent.forEach(OtlpTraces::close);
  }
}
