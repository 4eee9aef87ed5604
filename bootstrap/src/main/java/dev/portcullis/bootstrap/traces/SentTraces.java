package dev.portcullis.bootstrap.traces;

import dev.portcullis.adapters.otel.OtlpAuthorization;
import dev.portcullis.adapters.otel.OtlpSettings;
import dev.portcullis.adapters.otel.OtlpTraces;
import dev.portcullis.adapters.otel.SpanLoss;
import dev.portcullis.application.observe.port.Tracing;
import dev.portcullis.bootstrap.system.Version;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.metrics.tracer.common.SpanContext;
import io.vavr.control.Option;
import java.util.function.Supplier;

/** Traces that are sent to a receiver. Loading this class loads OpenTelemetry. */
final class SentTraces implements Traces {

  private final OtlpTraces sent;

  private SentTraces(OtlpTraces sent) {
    this.sent = sent;
  }

  static SentTraces open(OtlpSettings settings, Supplier<Option<OtlpAuthorization>> authorization) {
    return new SentTraces(OtlpTraces.open(settings, authorization, Version.current()));
  }

  @Override
  public Tracing tracing() {
    return sent.tracing();
  }

  @Override
  public Option<SpanContext> spans() {
    return Option.some(new CurrentSpan(sent.tracing()));
  }

  @Override
  public void meters(MeterRegistry registry) {
    for (SpanLoss why : SpanLoss.values()) {
      FunctionCounter.builder("portcullis.traces.lost", sent, it -> it.lost(why))
          .description("Recorded spans that did not reach the receiver")
          .tag("reason", why.word())
          .register(registry);
    }
  }

  @Override
  public void close() {
    sent.close();
  }
}
