package dev.portcullis.bootstrap.traces;

import dev.portcullis.application.observe.port.TraceContext;
import dev.portcullis.application.observe.port.Tracing;
import io.prometheus.metrics.tracer.common.SpanContext;
import org.jspecify.annotations.Nullable;

/** Tells the histograms of {@code /metrics} which trace a measurement is an example of. */
final class CurrentSpan implements SpanContext {

  private final Tracing tracing;

  CurrentSpan(Tracing tracing) {
    this.tracing = tracing;
  }

  @Override
  public @Nullable String getCurrentTraceId() {
    return tracing.current().map(TraceContext::traceId).getOrNull();
  }

  @Override
  public @Nullable String getCurrentSpanId() {
    return tracing.current().map(TraceContext::spanId).getOrNull();
  }

  @Override
  public boolean isCurrentSpanSampled() {
    return tracing.current().exists(TraceContext::sampled);
  }

  @Override
  public void markCurrentSpanAsExemplar() {}
}
